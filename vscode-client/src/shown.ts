/** What the status bar shows. Nothing here knows the editor. */

import * as plain from './plain.ts';
import type { EnvironmentChanged } from './protocol.ts';

export interface Facts {
  readonly changed: EnvironmentChanged | undefined;
  readonly activity: 'starting' | 'working' | 'idle' | 'stopped';
  readonly findings: { readonly file: number; readonly project: number };
  readonly trusted: boolean;
}

export interface Shown {
  readonly text: string;
  readonly color: 'warning' | 'error' | undefined;
  /** Without icons. */
  readonly label: string;
  /** For screen readers. */
  readonly spoken: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly command: string;
}

type Translate = (message: string, ...args: (string | number)[]) => string;

const ICONS = { warning: '$(warning) ', error: '$(error) ' };
const COLORS = { none: 'warning', broken: 'error', environment: undefined } as const;

export function shown(facts: Facts, t: Translate): Shown {
  const { changed, activity } = facts;
  const stopped = activity === 'stopped';
  const busy = activity === 'starting' || activity === 'working';
  const label = stopped ? t('VenvLens is not running') : (changed?.label ?? 'VenvLens');
  const color = busy ? undefined : COLORS[stopped ? 'none' : (changed?.state ?? 'environment')];
  const lines = stopped ? ways([['restart', t('Restart Server')]], t) : told(facts, t);
  return {
    text: (busy ? '$(loading~spin) ' : color ? ICONS[color] : '') + plain.label(label),
    color,
    label,
    spoken: stopped ? label : t('Python environment: {0}', busy ? t('{0}, working', label) : label),
    tooltip: [`**${plain.markdown(label)}**`, ...lines].join('\n\n'),
    command: stopped ? 'venvlens.restart' : 'venvlens.selectInterpreter',
  };
}

function told({ changed, findings, trusted }: Facts, t: Translate): readonly string[] {
  const environment = changed?.environment;
  const trust = t('Restricted Mode: environments are shown and judged, but nothing is created or installed.');
  return [
    ...(environment ? [plain.markdown(`${environment.kind} · ${environment.executable ?? environment.prefix}`)] : []),
    ...(environment?.faults ?? []).map((fault) => `$(error) ${plain.markdown(fault)}`),
    ...(changed ? [t('Chosen because {0}', plain.markdown(changed.reason))] : []),
    ...(changed ? [t('Findings: {0} in this file, {1} in this project', findings.file, findings.project)] : []),
    ...(trusted ? [] : [`$(shield) ${trust} [${t('Manage Workspace Trust')}](command:workbench.trust.manage)`]),
    '---',
    ...ways([
      ...(changed?.state === 'broken' ? [['repairEnvironment', t('Repair')] as const] : []),
      ['selectInterpreter', t('Select Interpreter')], ['createEnvironment', t('Create Environment…')],
      ['why', t('Why this environment?')], ['doctor', t('Doctor')],
    ], t),
  ];
}

function ways(commands: readonly (readonly [string, string])[], t: Translate): readonly string[] {
  const all = [...commands, ['showLog', t('Show Log')] as const];
  return [all.map(([command, title]) => `[${title}](command:venvlens.${command})`).join(' · ')];
}
