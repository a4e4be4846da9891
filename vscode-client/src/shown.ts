/** What the status bar shows. Nothing here knows the editor. */

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

export function shown(facts: Facts, t: Translate): Shown {
  const { changed, activity } = facts;
  const stopped = activity === 'stopped';
  const label = stopped ? t('VenvLens is not running') : (changed?.label ?? 'VenvLens');
  const state = stopped ? 'none' : changed?.state;
  const busy = activity === 'starting' || activity === 'working';
  const icon = busy ? '$(loading~spin) ' : state === 'none' ? '$(warning) ' : state === 'broken' ? '$(error) ' : '';
  return {
    text: icon + label,
    color: busy ? undefined : state === 'none' ? 'warning' : state === 'broken' ? 'error' : undefined,
    label,
    spoken: stopped ? label : t('Python environment: {0}', busy ? t('{0}, working', label) : label),
    tooltip: tooltip(facts, label, t),
    command: stopped ? 'venvlens.restart' : 'venvlens.selectInterpreter',
  };
}

function tooltip({ changed, activity, findings, trusted }: Facts, label: string, t: Translate): string {
  const environment = changed?.environment;
  const paragraphs = [`**${escaped(label)}**`];
  if (activity === 'stopped') {
    return [...paragraphs, links([['restart', t('Restart Server')], ['showLog', t('Show Log')]])].join('\n\n');
  }
  if (environment) {
    paragraphs.push(`${escaped(environment.kind)} · ${escaped(environment.executable ?? environment.prefix)}`);
  }
  paragraphs.push(...(environment?.faults ?? []).map((fault) => `$(error) ${escaped(fault)}`));
  if (changed) {
    paragraphs.push(t('Chosen because {0}', escaped(changed.reason)));
    paragraphs.push(t('Findings: {0} in this file, {1} in this project', findings.file, findings.project));
  }
  if (!trusted) {
    const trust = `[${t('Manage Workspace Trust')}](command:workbench.trust.manage)`;
    const why = t('Restricted Mode: environments are shown and judged, but nothing is created or installed.');
    paragraphs.push(`$(shield) ${why} ${trust}`);
  }
  const repair: [string, string][] = changed?.state === 'broken' ? [['repairEnvironment', t('Repair')]] : [];
  const select: [string, string][] = [['selectInterpreter', t('Select Interpreter')], ['createEnvironment', t('Create Environment…')]];
  const tell: [string, string][] = [['why', t('Why this environment?')], ['doctor', t('Doctor')]];
  return [...paragraphs, '---', links([...repair, ...select, ...tell])].join('\n\n');
}

function links(commands: readonly [string, string][]): string {
  return commands.map(([command, title]) => `[${title}](command:venvlens.${command})`).join(' · ');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}
