import { isSet } from './expand.js';
import { isSecretOutput } from './future.js';
import type { Block, CallItem, Each, Expression, Item, ObjectItem, Term, Tree } from './language.js';
import { addressOf, isGuarded, isServer } from './names.js';

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

/** The files of the root module, and those of modules in folders below it. */
export function render(tree: Tree, layout: Layout): Readonly<Record<string, string>> {
  const names = Object.keys(tree).sort();
  if (layout.reversed) names.reverse();
  const files: Record<string, string> = { 'providers.tf': providers() };
  names.forEach((full, index) => {
    const [module, name] = full.includes(':') ? full.split(':', 2) : ['', full];
    const file = `${module === '' ? '' : `${module}/`}part${index % layout.files}.tf`;
    const item = tree[full];
    if (item === undefined || name === undefined) return;
    const comment = layout.comments ? `# ${name}\n` : '';
    files[file] = `${files[file] ?? ''}${comment}${block(name, item, layout)}\n`;
  });
  return files;
}

/** All of them always: Terraform destroys nothing whose provider block is gone. */
function providers(): string {
  return ALIASES.map((alias) => `provider "terraform" {\n  alias = "${alias}"\n}\n`).join('');
}

function block(name: string, item: Item, { spread }: Layout): string {
  switch (item.kind) {
    case 'variable': {
      const sensitive = item.sensitive === true ? '  sensitive = true\n' : '';
      return `variable "${name}" {\n  default = "${item.default}"\n${sensitive}}\n`;
    }
    case 'local':
      return `locals {\n  ${name} = ${template(item.value)}\n}\n`;
    case 'output': {
      const sensitive = isSecretOutput(name) ? '  sensitive = true\n' : '';
      return `output "${name}" {\n  value = ${template(item.value)}\n${sensitive}}\n`;
    }
    case 'map':
      return `locals {\n  ${name} = ${object(item.elements, spread)}\n}\n`;
    case 'data': {
      const after = item.after === undefined ? '' : `  depends_on = [terraform_data.${item.after}]\n`;
      return `data "terraform_remote_state" "${name}" {\n  backend = "local"\n  config = { path = "${answerPath(name)}" }\n${after}}\n`;
    }
    case 'moved':
      return `moved {\n  from = ${addressOf(item.from)}\n  to = ${addressOf(item.to)}\n}\n`;
    case 'import':
      return `import {\n  to = ${addressOf(item.to)}\n  id = "${item.id}"\n}\n`;
    case 'removed': {
      const program = item.farewell === undefined ? '' : `\n  ${provisioner('when = destroy\n', `"${item.farewell}"`)}`;
      const from = `  from = terraform_data.${item.from}\n`;
      return `removed {\n${from}  lifecycle {\n    destroy = ${item.destroy}\n  }${program}\n}\n`;
    }
    case 'provider': {
      const alias = name === 'y1' ? '' : '  alias = "west"\n';
      const token = item.token === undefined ? '' : `  token = ${template(item.token)}\n`;
      return `provider "shop" {\n${alias}  region = ${template(item.region)}\n${token}}\n`;
    }
    case 'call':
      return `module "${name}" {\n  ${callLines(item).join('\n  ')}\n}\n`;
    case 'object':
      if (isServer(name)) return `resource "shop_server" "${name}" {\n  ${serverLines(item).join('\n  ')}\n}\n`;
      return `resource "terraform_data" "${name}" {\n  ${objectLines(name, item, spread).join('\n  ')}\n}\n`;
  }
}

function callLines({ module, arguments: given, each, provider }: CallItem): readonly string[] {
  return [
    `source = "./${module}"`,
    ...(each === undefined ? [] : [`for_each = ${forEach(each)}`]),
    ...(provider === undefined ? [] : [`providers = { terraform = terraform.${provider} }`]),
    ...Object.entries(given).map(([name, value]) => `${name} = ${template(value)}`),
  ];
}

function objectLines(name: string, item: ObjectItem, spread: boolean): readonly string[] {
  const { guard, times = 1, each, provider, attributes, trigger, program, farewell } = item;
  const count = guard === undefined ? String(times) : `${template(guard)} == "off" ? 0 : ${times}`;
  return [
    ...(isGuarded(name) ? [`count = ${count}`] : []),
    ...(each === undefined ? [] : [`for_each = ${forEach(each)}`]),
    ...(provider === undefined ? [] : [`provider = terraform.${provider}`]),
    `input = ${object(attributes, spread)}`,
    ...(trigger === undefined ? [] : [`triggers_replace = ${template(trigger)}`]),
    ...(program === undefined ? [] : [provisioner('', template(program))]),
    ...(farewell === undefined ? [] : [provisioner('when = destroy\n', `"${farewell}"`)]),
  ];
}

function serverLines({ attributes, provider, program, farewell, sends, steps = [], rules = [] }: ObjectItem) {
  const nested = (type: string, { port, note }: Block) =>
    `${type} {\n    port = ${template(port)}${note === undefined ? '' : `\n    note = ${template(note)}`}\n  }`;
  return [
    ...(provider === undefined ? [] : ['provider = shop.west']),
    ...Object.entries(attributes).map(([name, value]) => `${name} = ${template(value)}`),
    ...(sends === undefined ? [] : [`w = ${template(sends)}`]),
    ...steps.map((one) => nested('step', one)),
    ...rules.map((one) => nested('rule', one)),
    ...(program === undefined ? [] : [provisioner('', template(program))]),
    ...(farewell === undefined ? [] : [provisioner('when = destroy\n', `"${farewell}"`)]),
  ];
}

function forEach(each: Each): string {
  if (typeof each === 'string') return `local.${each}`;
  return isSet(each) ? `toset(${JSON.stringify(each)})` : object(each, false);
}

/** Beside the repository: what a data source answers is no source. */
export function answerPath(name: string): string {
  return `../../answers/${name}.tfstate`;
}

function provisioner(when: string, command: string): string {
  return `provisioner "local-exec" {\n${when}command = ${command}\n}`;
}

function object(elements: Readonly<Record<string, Expression>>, spread: boolean): string {
  const pairs = Object.entries(elements).map(([key, value]) => `${key} = ${template(value)}`);
  return spread ? `{\n    ${pairs.join('\n    ')}\n  }` : `{ ${pairs.join(', ')} }`;
}

function template(expression: Expression): string {
  return `"${expression.map(written).join('')}"`;
}

function written(term: Term): string {
  if ('text' in term) return term.text;
  // A number alone would stay one.
  return `${'each' in term && term.each === 'index' ? 'i' : ''}\${${reference(term)}}`;
}

function reference(term: Exclude<Term, { text: string }>): string {
  if ('local' in term) return `local.${term.local}`;
  if ('map' in term) return `local.${term.map}.${term.key}`;
  if ('variable' in term) return `var.${term.variable}`;
  if ('data' in term) return `data.terraform_remote_state.${term.data}.outputs.answer`;
  if ('each' in term) return term.each === 'index' ? 'count.index' : `each.${term.each}`;
  const key = term.key === undefined ? '' : `["${term.key}"]`;
  if ('call' in term) return `module.${term.call}${key}.${term.output}`;
  const { object: name, attribute } = term;
  if (isServer(name)) return `shop_server.${name}.${attribute}`;
  return isGuarded(name) ? `one(terraform_data.${name}[*].${attribute})` : `terraform_data.${name}${key}.${attribute}`;
}
