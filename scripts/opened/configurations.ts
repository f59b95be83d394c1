import { Random } from '../fuzz/random.js';

/** A repository that reads files in many ways, by its seed. */
export interface OpenedConfiguration {
  readonly files: Readonly<Record<string, string>>;
  /** Name and target of links, relative to the repository. */
  readonly links: Readonly<Record<string, string>>;
  /** Folder of the root module. */
  readonly root: string;
  /** Files that inputs name, relative to the repository. */
  readonly varFiles: readonly string[];
  readonly backendFiles: readonly string[];
  /** What TF_CLI_CONFIG_FILE names, relative to the repository. */
  readonly cliFile: string;
}

/** Where a file lies that a module reads, seen from the module's folder; `%` is the name. */
const PLACES = ['%', 'files/%', '../shared/%', '../data/deep/%', '.hidden/%'];

/** A way to name a file `path` below `path.module`, and what else the module then needs. `N` is a number of its own. */
const WAYS: readonly ((path: string, n: number) => Way)[] = [
  (path) => ({ value: `file("\${path.module}/${path}")` }),
  (path) => ({ value: `filebase64("\${path.module}/${path}")` }),
  (path) => ({ value: `filesha256("\${path.module}/${path}")` }),
  (path) => ({ value: `filemd5(join("/", [path.module, "${path}"]))` }),
  (path) => ({ value: `templatefile("\${path.module}/${path}", { who = "w" })` }),
  (path) => ({ value: `file(abspath("\${path.module}/${path}"))` }),
  (path) => ({ value: `file(format("%s/%s", path.module, "${path}"))` }),
  (path) => ({ value: `trimspace(file("\${path.module}/\${lower("${path}")}"))` }),
  (path) => ({ value: `core::file("\${path.module}/${path}")` }),
  (path) => ({ value: `core::templatefile("\${path.module}/${path}", {})` }),
  (path, n) => ({ value: `file(local.path_${n})`, more: `locals {\n  path_${n} = "\${path.module}/${path}"\n}\n` }),
  (path, n) => ({
    value: `file(local.paths_${n}.one)`,
    more: `locals {\n  paths_${n} = { one = "\${path.module}/${path}" }\n}\n`,
  }),
  (path, n) => ({
    value: `file("\${path.module}/\${var.name_${n}}")`,
    more: `variable "name_${n}" {\n  default = "${path}"\n}\n`,
  }),
  (path) => ({ value: `[for one in ["${path}"] : file("\${path.module}/\${one}")]` }),
  (path) => ({ value: `{ for key in toset(["${path}"]) : key => filesha1("\${path.module}/\${key}") }` }),
  (path) => ({ value: `file(true ? "\${path.module}/${path}" : "none")` }),
  (path) => ({ value: `file("\${dirname("\${path.module}/${path}")}/\${basename("${path}")}")` }),
  (path) => ({ value: `file("\${path.cwd}/\${path.module}/${path}")` }),
  (path, n) => ({
    value: `[for one in terraform_data.found_${n} : one.input]`,
    more: `resource "terraform_data" "found_${n}" {\n  for_each = { one = "${path}" }\n  input    = filebase64sha512("\${path.module}/\${each.value}")\n}\n`,
  }),
  (path, n) => ({
    value: `terraform_data.program_${n}.id`,
    more: `resource "terraform_data" "program_${n}" {\n  provisioner "local-exec" {\n    command = file("\${path.module}/${path}")\n  }\n}\n`,
  }),
  (path, n) => ({
    value: `local.objects_${n}[0].path`,
    more: `locals {\n  objects_${n} = [{ path = file(join("", ["\${path.module}/", "${path}"])) }]\n}\n`,
  }),
  (path) => ({ value: `true ? file("\${path.module}/${path}") : ""` }),
  (path) => ({ value: `fileexists("\${path.module}/${path}") ? file("\${path.module}/${path}") : ""` }),
  (path) => ({ value: `try(jsondecode(file("\${path.module}/${path}")), "no JSON")` }),
  (path) => {
    const [folder, name] = split(path);
    return {
      value: `[for one in fileset("\${path.module}/${folder}", "*") : file("\${path.module}/${folder}/\${one}") if one == "${name}"]`,
    };
  },
  (path, n) => ({
    value: `terraform_data.each_${n}["${path}"].input`,
    more: `resource "terraform_data" "each_${n}" {\n  for_each = toset(["${path}"])\n  input    = file("\${path.module}/\${each.key}")\n}\n`,
  }),
  (path, n) => ({
    value: `"${n}"`,
    more: `check "file_${n}" {\n  assert {\n    condition     = file("\${path.module}/${path}") != "none"\n    error_message = "none"\n  }\n}\n`,
  }),
  (path, n) => ({
    value: `var.checked_${n}`,
    more: `variable "checked_${n}" {\n  default = "x"\n  validation {\n    condition     = file("\${path.module}/${path}") != var.checked_${n}\n    error_message = "none"\n  }\n}\n`,
  }),
  (path, n) => ({
    value: `"${n}"`,
    more: `output "said_${n}" {\n  value = <<-EOT\n    \${file("\${path.module}/${path}")}\n  EOT\n}\n`,
  }),
  (path, n) => ({
    value: `"${n}"`,
    more: `resource "terraform_data" "condition_${n}" {\n  lifecycle {\n    precondition {\n      condition     = file("\${path.module}/${path}") != "none"\n      error_message = "none"\n    }\n  }\n}\n`,
  }),
];

interface Way {
  readonly value: string;
  readonly more?: string;
}

/** Written as JSON: what HCL reads as a template. */
const JSON_WAYS: readonly ((path: string) => string)[] = [
  (path) => `\${file("\${path.module}/${path}")}`,
  (path) => `\${filesha256(join("/", [path.module, "${path}"]))}`,
];

export function openedConfiguration(seed: number): OpenedConfiguration {
  const random = new Random(seed);
  const files: Record<string, string> = { 'README.md': 'not opened' };
  const links: Record<string, string> = {};
  const root = random.of(['infra', 'deploy/terraform', 'infra']);
  let count = 0;

  /** A file with something to read, made where the module in `folder` finds it. */
  const made = (folder: string): string => {
    const path = random.of(PLACES).replace('%', `f${++count}.txt`);
    const place = normal(`${folder}/${path}`);
    files[place] = `content of ${count}`;
    if (random.isOnce(8)) {
      files[`elsewhere/t${count}.txt`] = files[place];
      delete files[place];
      links[place] = `${'../'.repeat(place.split('/').length - 1)}elsewhere/t${count}.txt`;
    }
    return path;
  };

  const module = (folder: string, depth: number): void => {
    const texts: string[] = [];
    for (let index = 0; index <= random.below(4); index++) {
      const { value, more = '' } = random.of(WAYS)(made(folder), ++count);
      texts.push(`locals {\n  v_${count} = ${value}\n}\noutput "o_${count}" { value = local.v_${count} }\n${more}`);
    }
    files[`${folder}/main.tf`] = texts.join('\n');
    if (random.isOnce(3)) nestedTemplate(folder);
    if (random.isOnce(3)) {
      files[`${folder}/json${count}.tf.json`] = JSON.stringify({
        output: { [`j_${++count}`]: { value: random.of(JSON_WAYS)(made(folder)) } },
      });
    }
    if (random.isOnce(3)) {
      const path = made(folder);
      files[`${folder}/base${++count}.tf`] =
        `locals {\n  over_${count} = "base"\n}\noutput "over_${count}" { value = local.over_${count} }\n`;
      files[`${folder}/${random.of(['override.tf', `x${count}_override.tf`])}`] =
        `locals {\n  over_${count} = file("\${path.module}/${path}")\n}\n`;
    }
    if (depth === 0) return;
    for (let index = 0; index < random.below(3); index++) {
      const [inner, source] = random.of<[string, string]>([
        [`${folder}/m${++count}`, `./m${count}`],
        [`modules/m${count}`, `${'../'.repeat(folder.split('/').length)}modules/m${count}`],
      ]);
      const keys = random.isOnce(3) ? '  for_each = toset(["a", "b"])\n' : '';
      const path = `f${++count}.txt`;
      files[`${inner}/${path}`] = 'named from outside';
      files[`${inner}/named.tf`] =
        `variable "named" {}\noutput "named" { value = file("\${path.module}/\${var.named}") }\n`;
      files[`${folder}/call${count}.tf`] =
        `module "m${count}" {\n  source = "${source}"\n${keys}  named  = "${path}"\n}\n`;
      module(inner, depth - 1);
    }
  };

  /** A template that reads a file itself: nothing in the configuration names it. */
  function nestedTemplate(folder: string): void {
    const path = made(folder);
    files[`${folder}/nested${++count}.tpl`] = `\${file("${`\${base}`}/${path}")}`;
    files[`${folder}/nested${count}.tf`] =
      `output "nested_${count}" { value = templatefile("\${path.module}/nested${count}.tpl", { base = path.module }) }\n`;
  }

  module(root, 2);
  files[`${root}/settings.tf`] =
    'variable "who" {}\nvariable "kind" {\n  default = "k"\n}\nvariable "given" {\n  default = "g"\n}\n';
  files[`${root}/${random.of(['terraform.tfvars', 'a.auto.tfvars'])}`] = 'who = "a"\n';
  files[`${root}/${random.of(['terraform.tfvars.json', 'b.auto.tfvars.json'])}`] = '{ "kind": "json" }\n';
  files[`${root}/.terraform.lock.hcl`] = '';
  const varFile = random.of([`${root}/stages/dev.tfvars`, 'stages/dev.tfvars', `${root}/dev.tfvars.json`]);
  files[varFile] = varFile.endsWith('.json') ? '{ "given": "j" }\n' : 'given = "x"\n';
  const backendFile = random.of([`${root}/dev.s3.tfbackend`, 'stages/backend.hcl']);
  files[backendFile] = 'path = "states/here.tfstate"\n';
  files[`${root}/backend.tf`] = 'terraform {\n  backend "local" {}\n}\n';
  const cliFile = `${root}/.terraformrc`;
  files[cliFile] = 'disable_checkpoint = true\n';
  return { files, links, root, varFiles: [varFile], backendFiles: [backendFile], cliFile };
}

function split(path: string): readonly [string, string] {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? ['.', path] : [path.slice(0, slash), path.slice(slash + 1)];
}

function normal(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}
