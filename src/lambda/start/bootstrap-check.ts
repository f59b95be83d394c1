import { machineOf } from './native-code.js';
import type { PackagedFiles } from './packaged-files.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

const NAME = 'bootstrap';

/** A custom runtime (`provided.*`) is a program called `bootstrap` at the package's root, or in a layer. */
export function bootstrapFindings(files: PackagedFiles, settings: FunctionSettings): StartFinding[] {
  if (!files.isFile(NAME)) return settings.hasLayers ? [] : [missing(files)];
  const head = Buffer.from(files.head(NAME) ?? new Uint8Array());
  const machine = machineOf(head);
  const findings: StartFinding[] = [];
  if (!files.isExecutable(NAME)) {
    findings.push({
      severity: 'refused',
      what: 'The program "bootstrap" may not be run: its executable bit is not set',
      wayOut: 'Run chmod 755 bootstrap before it is packed; on Windows hand over an archive that was made on Linux',
    });
  }
  if (machine !== undefined && settings.architecture !== undefined && machine !== settings.architecture) {
    findings.push({
      severity: 'refused',
      what: 'The program "bootstrap" is built for another processor than the function has',
      found: machine,
      expected: settings.architecture,
      wayOut: `Build it for ${settings.architecture}, or set architectures in the Terraform configuration`,
    });
  }
  const firstLine = head.toString('latin1').split('\n')[0] ?? '';
  if (machine === undefined && !firstLine.startsWith('#!')) {
    findings.push({
      severity: 'refused',
      what: 'The program "bootstrap" is neither a Linux program (ELF) nor a script that begins with #!',
      wayOut: 'Build it for Linux, or begin it with #!/bin/sh',
    });
  } else if (firstLine.startsWith('#!') && firstLine.endsWith('\r')) {
    findings.push({
      severity: 'refused',
      what: 'The script "bootstrap" has Windows line ends, which become part of the interpreter’s name',
      wayOut: 'Give it Unix line ends (dos2unix bootstrap, or eol=lf in .gitattributes)',
    });
  }
  return findings;
}

function missing(files: PackagedFiles): StartFinding {
  const elsewhere = files.paths().find((path) => path.toLowerCase() === NAME || path.endsWith(`/${NAME}`));
  return {
    severity: 'refused',
    what: 'The package has no program "bootstrap" at its root, which a custom runtime starts',
    found: elsewhere,
    wayOut: 'Name the program bootstrap and put it at the root of the package',
  };
}
