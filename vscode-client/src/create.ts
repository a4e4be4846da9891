import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { Command, type CreateArguments, type Creation, Method } from './protocol.ts';
import { badName, type Position, type Step, walk } from './steps.ts';
import { manageTrust, targetOf } from './target.ts';

/** What has been said so far. */
interface Wanted {
  readonly tool?: string;
  readonly interpreter?: string;
  readonly name: string;
  readonly install: readonly string[];
}

interface Offer<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** The tool that manages the project decides itself where the environment is and what is in it. */
const PROJECT_TOOL = 'project';

export function registerCreate(context: Context): void {
  context.extension.subscriptions.push(
    vscode.commands.registerCommand('venvlens.createEnvironment', () => create(context)),
  );
}

async function create(context: Context): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    return sayUntrusted();
  }
  const target = await targetOf(context);
  const creation =
    target && (await context.request<Creation>(Method.creation, { uri: target.uri.toString(), project: target.project }));
  const wanted = creation && (await ask(creation));
  if (wanted !== undefined) {
    await context.run(Command.createEnvironment, wanted);
  }
}

async function sayUntrusted(): Promise<void> {
  const why = vscode.l10n.t('Creating an environment runs code, which is off in Restricted Mode.');
  const manage = vscode.l10n.t('Manage Workspace Trust');
  if ((await vscode.window.showWarningMessage(why, manage)) === manage) {
    manageTrust();
  }
}

async function ask(creation: Creation): Promise<CreateArguments | undefined> {
  for (;;) {
    const way = await chooseWay(creation);
    if (way !== 'custom') {
      return way;
    }
    const wanted = await walk<Wanted>({ name: creation.name, install: picked(creation) }, (said) => stepsOf(creation, said));
    if (wanted !== 'back') {
      return wanted && argumentsOf(creation, wanted);
    }
  }
}

/** Quick or custom; what is quick is complete already. */
async function chooseWay(creation: Creation): Promise<CreateArguments | 'custom' | undefined> {
  const quick = creation.recommended;
  const offers: readonly Offer<CreateArguments | 'custom'>[] = [
    ...(quick ? [{ label: vscode.l10n.t('Quick Create'), detail: quick.title, value: quick.arguments }] : []),
    { label: vscode.l10n.t('Custom'), detail: vscode.l10n.t('Choose kind, Python, name and what to install'), value: 'custom' },
  ];
  const chosen = await vscode.window.showQuickPick(offers, {
    title: vscode.l10n.t('Create Environment for {0}', creation.project),
    placeHolder: creation.reason ?? vscode.l10n.t('Select how to create it'),
  });
  return chosen?.value;
}

function stepsOf(creation: Creation, said: Wanted): readonly Step<Wanted>[] {
  const own = said.tool === PROJECT_TOOL;
  return [
    ...(creation.tools.length > 0 ? [askTool(creation)] : []),
    ...(creation.interpreters.length > 0 ? [askPython(creation)] : []),
    ...(own ? [] : [askName(creation)]),
    ...(own || creation.contents.length === 0 ? [] : [askContents(creation)]),
  ];
}

function argumentsOf(creation: Creation, wanted: Wanted): CreateArguments {
  return {
    prefix: path.join(creation.project, wanted.name),
    interpreter: wanted.interpreter ?? null,
    version: null,
    ...(wanted.tool === undefined ? {} : { tool: wanted.tool }),
    ...(wanted.tool === PROJECT_TOOL ? {} : { install: wanted.install }),
    project: creation.project,
  };
}

function picked(creation: Creation): readonly string[] {
  return creation.contents.filter((one) => one.picked).map((one) => one.content);
}

function askTool(creation: Creation): Step<Wanted> {
  const offers = creation.tools.map(({ tool, label, detail }) => ({ label, detail, value: tool }));
  return async (said, position) => {
    const tool = await choose(offers, said.tool, vscode.l10n.t('Select what makes the environment'), position);
    return leaves(tool) ? tool : { ...said, tool: tool.value };
  };
}

function askPython(creation: Creation): Step<Wanted> {
  const offers = creation.interpreters.map((one) => ({ label: one.label, description: one.path, value: one.executable }));
  return async (said, position) => {
    const python = await choose(offers, said.interpreter, vscode.l10n.t('Select its Python'), position);
    return leaves(python) ? python : { ...said, interpreter: python.value };
  };
}

function askContents(creation: Creation): Step<Wanted> {
  const offers = creation.contents.map(({ content, label }) => ({ label, value: content }));
  return async (said, position) => {
    const asked = vscode.l10n.t('Select what to install into it');
    const contents = await chooseSome(offers, said.install, asked, position);
    return leaves(contents) ? contents : { ...said, install: contents.map((one) => one.value) };
  };
}

function askName(creation: Creation): Step<Wanted> {
  const wrong = {
    empty: vscode.l10n.t('A name is needed.'),
    taken: vscode.l10n.t('There is a file or folder of this name.'),
    separator: vscode.l10n.t('This is a name of one folder, in the folder of the project.'),
    reserved: vscode.l10n.t('Windows cannot have a folder of this name.'),
  };
  return (said, position) =>
    shown(vscode.window.createInputBox(), position, (box, done) => {
      const problem = () => badName(box.value, creation.taken);
      box.value = said.name;
      box.prompt = vscode.l10n.t('Name of its folder in {0}', creation.project);
      box.onDidChangeValue(() => {
        const found = problem();
        box.validationMessage = found && wrong[found];
      });
      box.onDidAccept(() => problem() === undefined && done({ ...said, name: box.value.trim() }));
    });
}

function leaves<T>(turn: T | 'back' | undefined): turn is 'back' | undefined {
  return turn === 'back' || turn === undefined;
}

function choose<T>(offers: readonly Offer<T>[], before: T | undefined, asked: string, position: Position) {
  return shown<vscode.QuickPick<Offer<T>>, Offer<T>>(vscode.window.createQuickPick(), position, (box, done) => {
    box.placeholder = asked;
    box.items = offers;
    box.activeItems = offers.filter((one) => one.value === before);
    box.onDidAccept(() => box.selectedItems[0] && done(box.selectedItems[0]));
  });
}

function chooseSome<T>(offers: readonly Offer<T>[], before: readonly T[], asked: string, position: Position) {
  return shown<vscode.QuickPick<Offer<T>>, readonly Offer<T>[]>(
    vscode.window.createQuickPick(), position, (box, done) => {
      box.placeholder = asked;
      box.canSelectMany = true;
      box.items = offers;
      box.selectedItems = offers.filter((one) => before.includes(one.value));
      box.onDidAccept(() => done(box.selectedItems));
    },
  );
}

/** Shows a box as a step, with a way back, until something is chosen or the user leaves it. */
function shown<B extends vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox, T>(
  box: B, { step, total }: Position, fill: (box: B, done: (value: T) => void) => void,
): Promise<T | 'back' | undefined> {
  return new Promise<T | 'back' | undefined>((resolve) => {
    box.title = vscode.l10n.t('Create Environment');
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
