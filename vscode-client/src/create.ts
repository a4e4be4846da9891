import * as path from 'node:path';
import * as vscode from 'vscode';
import { offer, trustWay } from './answers.ts';
import type { Context } from './context.ts';
import * as plain from './plain.ts';
import { Command, type CreateArguments, type Creation, Method } from './protocol.ts';
import { badName, type Position, type Step, walk } from './steps.ts';
import { targetOf } from './target.ts';

const t = vscode.l10n.t;

/** What has been said so far; `tool` and `interpreter` are one at most. */
interface Wanted {
  readonly tool: readonly string[];
  readonly interpreter: readonly string[];
  readonly name: string;
  readonly install: readonly string[];
}
interface Offer extends vscode.QuickPickItem {
  readonly value: string;
}

/** With this tool, the project's own, the tool decides where the environment is and what is in it. */
const OWN_TOOL = 'project';

export function registerCreate(context: Context): void {
  const command = vscode.commands.registerCommand('venvlens.createEnvironment', (project) => create(context, project));
  context.extension.subscriptions.push(command);
}

async function create(context: Context, project: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    const why = t('Creating an environment runs code, which is off in Restricted Mode.');
    return offer('warning', why, trustWay());
  }
  const target = await targetOf(context, project);
  const params = target && { uri: target.uri.toString(), project: target.project };
  const creation = params && (await context.request<Creation>(Method.creation, params));
  const wanted = creation && (await ask(creation, target.name));
  if (wanted !== undefined) {
    await context.run(Command.createEnvironment, wanted);
  }
}

/** Asks for quick or custom, and for the rest; going back from its first step leads here again. */
async function ask(creation: Creation, name: string): Promise<CreateArguments | undefined> {
  const quick = creation.recommended;
  const custom = { label: t('Custom'), detail: t('Choose kind, Python, name and what to install') };
  const offers = [...(quick ? [{ label: t('Quick Create'), detail: plain.label(quick.title) }] : []), custom];
  const title = t('Create Environment for {0}', name);
  const placeHolder = creation.reason ?? t('Select how to create it');
  const first = { tool: [], interpreter: [], name: creation.name, install: picked(creation) };
  for (;;) {
    const way = await vscode.window.showQuickPick(offers, { title, placeHolder });
    if (way !== custom) {
      return way && quick?.arguments;
    }
    const wanted = await walk<Wanted>(first, (said) => stepsOf(creation, said));
    if (wanted !== 'back') {
      return wanted && argumentsOf(creation, wanted);
    }
  }
}

function stepsOf(creation: Creation, said: Wanted): readonly Step<Wanted>[] {
  const own = said.tool[0] === OWN_TOOL;
  const tools = creation.tools.map(({ tool, label, detail }) => offerOf(tool, label, '', detail));
  const pythons = creation.interpreters.map((one) => offerOf(one.executable, one.label, one.path));
  const contents = creation.contents.map(({ content, label }) => offerOf(content, label));
  return [
    ...(tools.length > 0 ? [choose('tool', t('Select what makes the environment'), tools)] : []),
    ...(pythons.length > 0 ? [choose('interpreter', t('Select its Python'), pythons)] : []),
    ...(own ? [] : [askName(creation)]),
    ...(own || contents.length === 0 ? [] : [choose('install', t('Select what to install into it'), contents)]),
  ];
}

function offerOf(value: string, label: string, description = '', detail = ''): Offer {
  return { value, label: plain.label(label), description: plain.label(description), detail: plain.label(detail) };
}

function argumentsOf({ project }: Creation, wanted: Wanted): CreateArguments {
  const { tool: [tool], interpreter: [interpreter = null], name, install } = wanted;
  const more = { ...(tool === undefined ? {} : { tool }), ...(tool === OWN_TOOL ? {} : { install }) };
  return { prefix: path.join(project, name), interpreter, version: null, project, ...more };
}

function picked(creation: Creation): readonly string[] {
  return creation.contents.filter((one) => one.picked).map((one) => one.content);
}

/** A step that chooses among offers: several of what to install, one of all else. */
function choose(what: 'tool' | 'interpreter' | 'install', asked: string, offers: readonly Offer[]): Step<Wanted> {
  return (said, position) =>
    show(vscode.window.createQuickPick<Offer>(), position, (box, done) => {
      const before = offers.filter((one) => said[what].includes(one.value));
      box.placeholder = asked;
      box.canSelectMany = what === 'install';
      box.items = offers;
      box.activeItems = before.length > 0 ? before : offers.slice(0, 1);
      box.selectedItems = box.canSelectMany ? before : [];
      box.onDidAccept(() => done({ ...said, [what]: box.selectedItems.map((one) => one.value) }));
    });
}

function askName(creation: Creation): Step<Wanted> {
  const wrong = {
    empty: t('A name is needed.'),
    taken: t('There is a file or folder of this name.'),
    separator: t('This cannot be the name of a folder.'),
    reserved: t('Windows cannot have a folder of this name.'),
  };
  return (said, position) =>
    show(vscode.window.createInputBox(), position, (box, done) => {
      const problem = () => badName(box.value, creation.taken);
      box.value = said.name;
      box.prompt = t('Name of its folder in {0}', plain.message(creation.project));
      box.onDidChangeValue(() => {
        const found = problem();
        box.validationMessage = found && wrong[found];
      });
      box.onDidAccept(() => problem() === undefined && done({ ...said, name: box.value.trim() }));
    });
}

/** Shows a box as a step, with a way back, until something is chosen or the user leaves it. */
function show<B extends vscode.QuickPick<Offer> | vscode.InputBox>(
  box: B, { step, total }: Position, fill: (box: B, done: (said: Wanted) => void) => void,
): Promise<Wanted | 'back' | undefined> {
  return new Promise<Wanted | 'back' | undefined>((resolve) => {
    box.title = t('Create Environment');
    box.step = step;
    box.totalSteps = total;
    box.ignoreFocusOut = true;
    box.buttons = [vscode.QuickInputButtons.Back];
    box.onDidTriggerButton(() => resolve('back'));
    box.onDidHide(() => resolve(undefined));
    fill(box, resolve);
    box.show();
  }).finally(() => box.dispose());
}
