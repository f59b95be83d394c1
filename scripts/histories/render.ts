import { type Expression, type Item, objectItem, type Term, type Tree } from './language.js';

/** How a tree is laid out: nothing of it means anything. */
export interface Layout {
  /** Into how many files. */
  readonly files: number;
  readonly comments: boolean;
  /** Blocks in the reverse order. */
  readonly reversed: boolean;
  /** Arguments of one line, or spread over several. */
  readonly spread: boolean;
}

export const ALIASES = ['east', 'west'] as const;

export const PLAIN: Layout = { files: 1, comments: false, reversed: false, spread: false };

/** The files of a root module. */
export function render(tree: Tree, layout: Layout): Readonly<Record<string, string>> {
  const names = Object.keys(tree).sort();
  if (layout.reversed) names.reverse();
  const files: Record<string, string> = { 'providers.tf': providers() };
  names.forEach((name, index) => {
    const file = `part${index % layout.files}.tf`;
    const item = tree[name];
    if (item === undefined) return;
    const comment = layout.comments ? `# ${name}\n` : '';
    files[file] = `${files[file] ?? ''}${comment}${block(tree, name, item, layout)}\n`;
  });
  return files;
}

/** Whether an object has `count`: one that had none would move to another address. */
export function isGuarded(name: string): boolean {
  return Number(name.replace(/\D/g, '')) % 2 === 1;
}

export function addressOf(name: string): string {
  return `terraform_data.${name}${isGuarded(name) ? '[0]' : ''}`;
}

/** All of them always: Terraform destroys nothing whose provider block is gone. */
function providers(): string {
  return ALIASES.map((alias) => `provider "terraform" {\n  alias = "${alias}"\n}\n`).join('');
}

function block(tree: Tree, name: string, item: Item, { spread }: Layout): string {
  const text = (expression: Expression) => template(tree, expression);
  switch (item.kind) {
    case 'variable':
      return `variable "${name}" {\n  default = "${item.default}"\n}\n`;
    case 'local':
      return `locals {\n  ${name} = ${text(item.value)}\n}\n`;
    case 'output':
      return `output "${name}" {\n  value = ${text(item.value)}\n}\n`;
    case 'map':
      return `locals {\n  ${name} = ${object(item.elements, text, spread)}\n}\n`;
    case 'data': {
      const after = item.after === undefined ? '' : `  depends_on = [terraform_data.${item.after}]\n`;
      return `data "terraform_remote_state" "${name}" {\n  backend = "local"\n  config = { path = "${answerPath(name)}" }\n${after}}\n`;
    }
    case 'object': {
      const lines = [
        ...(isGuarded(name)
          ? [`count = ${item.guard === undefined ? '1' : `${text(item.guard)} == "off" ? 0 : 1`}`]
          : []),
        ...(item.provider === undefined ? [] : [`provider = terraform.${item.provider}`]),
        `input = ${object(item.attributes, text, spread)}`,
        ...(item.trigger === undefined ? [] : [`triggers_replace = ${text(item.trigger)}`]),
        ...(item.program === undefined ? [] : [provisioner('', text(item.program))]),
        ...(item.farewell === undefined ? [] : [provisioner('when = destroy\n', `"${item.farewell}"`)]),
      ];
      return `resource "terraform_data" "${name}" {\n  ${lines.join('\n  ')}\n}\n`;
    }
  }
}

/** Beside the repository: what a data source answers is no source. */
export function answerPath(name: string): string {
  return `../../answers/${name}.tfstate`;
}

function provisioner(when: string, command: string): string {
  return `provisioner "local-exec" {\n${when}command = ${command}\n}`;
}

function object(
  elements: Readonly<Record<string, Expression>>,
  text: (expression: Expression) => string,
  spread: boolean,
): string {
  const pairs = Object.entries(elements).map(([key, value]) => `${key} = ${text(value)}`);
  return spread ? `{\n    ${pairs.join('\n    ')}\n  }` : `{ ${pairs.join(', ')} }`;
}

function template(tree: Tree, expression: Expression): string {
  return `"${expression.map((term) => ('text' in term ? term.text : `\${${reference(tree, term)}}`)).join('')}"`;
}

function reference(tree: Tree, term: Exclude<Term, { text: string }>): string {
  if ('local' in term) return `local.${term.local}`;
  if ('map' in term) return `local.${term.map}.${term.key}`;
  if ('variable' in term) return `var.${term.variable}`;
  if ('data' in term) return `data.terraform_remote_state.${term.data}.outputs.answer`;
  const { object: name, attribute } = term;
  if (objectItem(tree, name) === undefined) return `terraform_data.${name}.${attribute}`;
  return isGuarded(name) ? `one(terraform_data.${name}[*].${attribute})` : `terraform_data.${name}.${attribute}`;
}
