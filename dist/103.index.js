export const id = 103;
export const ids = [103];
export const modules = {

/***/ 5071:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   cc: () => (/* binding */ CancelledError),
/* harmony export */   iQ: () => (/* binding */ BucketDenied),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   vh: () => (/* binding */ MissingBucket),
/* harmony export */   zR: () => (/* binding */ asError)
/* harmony export */ });
/**
 * The one error type of the action: whatever ends a run is thrown as this, once, where it is first understood.
 * Its message reads `what. Found: ... Expected: ... wayOut.`, so that it makes sense alone in an annotation.
 */
class ActionError extends Error {
    name = 'ActionError';
    parts;
    constructor(parts) {
        const sentences = [closed(parts.what)];
        if (parts.found !== undefined)
            sentences.push(closed(`Found: ${parts.found}`));
        if (parts.expected !== undefined)
            sentences.push(closed(`Expected: ${parts.expected}`));
        if (parts.wayOut !== undefined)
            sentences.push(closed(parts.wayOut));
        super(sentences.join(' '), parts.cause === undefined ? undefined : { cause: parts.cause });
        this.parts = parts;
    }
}
/** The run was cancelled (SIGINT or SIGTERM). Not a fault of its own: it says where the work stopped. */
class CancelledError extends ActionError {
    constructor(during) {
        super({ what: `Cancelled during ${during}`, wayOut: 'Run the job again: it continues from what is already live' });
    }
}
/** A bucket that is named does not exist: waiting for another role or another run does not help. */
class MissingBucket extends ActionError {
}
/** Neither listed nor emptied: a policy of the role, or of the bucket, forbids it. */
class BucketDenied extends ActionError {
}
/** An `Error` for anything that was thrown, so that unknown values fail with words too. */
function asError(thrown) {
    if (thrown instanceof Error)
        return thrown;
    return new ActionError({ what: 'Something that is not an error was thrown', found: String(thrown) });
}
function closed(sentence) {
    return /[.!?:]$/.test(sentence) ? sentence : `${sentence}.`;
}


/***/ }),

/***/ 8103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 8 modules
var core = __webpack_require__(6058);
// EXTERNAL MODULE: ./lib/src/errors.js
var src_errors = __webpack_require__(5071);
;// CONCATENATED MODULE: ./lib/src/config/check-paths.js

/**
 * Paths that the operation will need and that are not there: found before anything is asked of AWS or GitHub.
 * @param needs whether the operation needs the built front end, and the built back end
 */
function pathProblems(config, kind, needs) {
    const problems = [];
    const expect = (input, path, wanted, wayOut) => {
        const found = kind(path);
        if (found === wanted)
            return;
        problems.push({
            input,
            found: found === 'missing' ? `"${path}", which does not exist in the workspace` : `"${path}", which is a ${found}`,
            expected: `a ${wanted} in the checked-out repository`,
            wayOut,
        });
    };
    if (config.infrastructure !== undefined) {
        expect('infra-directory', config.infrastructure.directory, 'directory', 'Check out the repository before this step');
        for (const file of config.infrastructure.varFiles)
            expect('var-files', file, 'file', 'Paths start at the repository');
    }
    if (needs.packages) {
        for (const { name, path } of config.packages?.packages ?? []) {
            if (kind(path) !== 'missing')
                continue;
            problems.push({
                input: 'lambda-packages',
                found: `"${name}=${path}", and ${path} does not exist in the workspace`,
                expected: 'a directory, a .zip or a .jar',
                wayOut: 'Build the back end before this step',
            });
        }
    }
    if (config.site !== undefined && needs.site) {
        expect('site-directory', config.site.directory, 'directory', 'Build the front end before this step');
    }
    return problems;
}
/** One error for all of them. */
function inputError(problems) {
    const list = problems.map(({ input, found, expected, wayOut }) => `\n  ${input}: found ${found}; expected ${expected}.${wayOut === undefined ? '' : ` ${wayOut}.`}`);
    const count = problems.length === 1 ? 'One input is' : `${problems.length} inputs are`;
    return new src_errors/* ActionError */.lZ({
        what: `${count} not valid:${list.join('')}`,
        wayOut: '\nNothing was read from or written to AWS or GitHub. The inputs are documented in action.yml',
    });
}

;// CONCATENATED MODULE: ./lib/src/config/percent-decoded.js
/** What a percent-encoded text stands for; a text that is not well encoded stands for itself. */
function percentDecoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./lib/src/config/named-secrets.js

/** Names under which a secret is kept, in environments, variables and settings of a backend. */
const SECRET_NAME = /SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?$|(?:^|[_-])(?:TOKEN|PASS)$|^TF_TOKEN_|(?:API|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY(?:_ID)?$|CONN(?:ECTION)?_STR(?:ING)?$|^AWS_SECURITY_TOKEN$/i;
/** Words that switch something on or off are no secrets, whatever the name of the variable is. */
const SWITCH = /^(?:true|false|null|none|enabled|disabled)$/i;
/** Settings for git; https://git-scm.com/docs/git-config#ENVIRONMENT */
const GIT_SETTING = /^GIT_CONFIG_((KEY|VALUE)_\d+|PARAMETERS)$/;
const PROXY = /^https?_proxy$/i;
/** A shorter value would mask half of what is said. */
const SHORTEST = 4;
/** Of a header that git is told to send, and of a user in an address: a shorter one is a word. */
const SHORTEST_IN_SETTING = 8;
/** Of a value that nothing says is secret: in a failure it is masked only when it means something. */
const SHORTEST_UNPLANNED = 8;
/** What is removed from all that is posted, in every run. */
function namedSecrets({ environment, variables, settings }) {
    const named = [...Object.entries(environment), ...variables, ...settings.flatMap(settingsOf)].flatMap(([name, value = '']) => (SECRET_NAME.test(name) ? [value, ...quoted(value)] : urlCredentials(value)));
    const given = Object.entries(environment).flatMap(([name, value = '']) => connectionSecrets(name, value));
    return unique([...named, ...given.filter((secret) => secret.trim().length >= SHORTEST_IN_SETTING)]).filter((value) => value.trim().length >= SHORTEST && !SWITCH.test(value.trim()));
}
/** What is removed besides, while no plan says which variables are sensitive: the values of all variables. */
function unplannedSecrets({ environment, variables, stage }) {
    const values = Object.entries(environment).flatMap(([name, value = '']) => name.startsWith('TF_VAR_') ? [value] : []);
    return unique([...values, ...variables.values()].flatMap((value) => [value, ...quoted(value)])).filter((value) => value.trim().length >= SHORTEST_UNPLANNED && value !== stage);
}
/** Whether a value may be secret by its name alone, such as an attribute `password` of a state. */
function isSuspect(name, value) {
    return SECRET_NAME.test(name) && value.trim().length >= SHORTEST_UNPLANNED;
}
/** The passwords of all URLs in a text, as they stand there and decoded. */
function urlCredentials(text) {
    return [...text.matchAll(/:\/\/[^\s/@:]*:([^\s/@]+)@/g)].flatMap(([, password = '']) => [
        password,
        percentDecoded(password),
    ]);
}
/** What git and a proxy are told to sign in with: Terraform and git may print it when they fail. */
function connectionSecrets(name, value) {
    const isGit = GIT_SETTING.test(name);
    return [...(isGit ? headerSecrets(value) : []), ...(isGit || PROXY.test(name) ? addressSecrets(value) : [])];
}
/** `Authorization: Basic …` and `PRIVATE-TOKEN: …`: the last word, and what it encodes. */
function headerSecrets(value) {
    const [, scheme = '', word = ''] = /^[^\s:=]+:(?!\/\/)\s*(?:(\S+)\s+)?(\S+)$/.exec(value.trim()) ?? [];
    if (scheme.toLowerCase() !== 'basic')
        return [word];
    const decoded = Buffer.from(word, 'base64').toString('utf8');
    return [word, decoded, decoded.slice(decoded.indexOf(':') + 1)];
}
/** The password of an address; a user without one is a token. */
function addressSecrets(value) {
    return [...value.matchAll(/\/\/([^/@\s]+)@/g)].flatMap(([, who = '']) => {
        const secret = who.includes(':') ? who.slice(who.indexOf(':') + 1) : who;
        return [secret, percentDecoded(secret)];
    });
}
/** The strings in a value that is JSON or HCL: Terraform's messages quote them one by one. */
function quoted(value) {
    return /^\s*[[{]/.test(value) ? strings(value) : [];
}
function strings(value) {
    return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(([whole, inside = '']) => [inside, unquoted(whole)]);
}
function unquoted(text) {
    try {
        return String(JSON.parse(text));
    }
    catch {
        return text.slice(1, -1);
    }
}
function settingsOf(text) {
    return text.split(/\r?\n/).flatMap((line) => {
        const at = line.indexOf('=');
        if (at < 0)
            return [];
        const value = line.slice(at + 1).trim();
        const name = line.slice(0, at).trim().replace(/^"|"$/g, '');
        return [[name, /^"(?:[^"\\]|\\.)*"/.test(value) ? (strings(value)[1] ?? value) : value]];
    });
}
function unique(values) {
    return [...new Set(values)];
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var yaml_dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/src/config/cache-rules.js


const schema = dist/* array */.YOg(dist/* strictObject */.rej({
    match: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq()),
    'cache-control': dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq()),
    'content-type': dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/))),
}));
const EXPECTED = 'a YAML list of { match, cache-control, content-type? }';
/** The `cache-rules` input. */
const cacheRules = (found) => {
    if (found === '')
        return { value: [] };
    let document;
    try {
        document = (0,yaml_dist/* parse */.qg)(found, { logLevel: 'error' });
    }
    catch (error) {
        return { expected: `${EXPECTED} (${error instanceof Error ? error.message.split('\n')[0] : error})` };
    }
    const result = dist/* safeParse */.xLC(schema, document);
    if (!result.success) {
        const issue = result.issues[0];
        return { expected: `${EXPECTED} (at ${dist/* getDotPath */.BuJ(issue) ?? 'the top'}: ${issue.message})` };
    }
    return {
        value: result.output.map((rule) => ({
            match: rule.match,
            cacheControl: rule['cache-control'],
            ...(rule['content-type'] === undefined ? {} : { contentType: rule['content-type'] }),
        })),
    };
};

;// CONCATENATED MODULE: ./lib/src/config/config.js
/** What the inputs mean. After `config/` nobody sees a raw string. */
const REQUESTED_OPERATIONS = ['auto', 'plan', 'deploy', 'destroy', 'drift'];
const INVALIDATION_MODES = ['changed', 'all', 'none'];
const APPLY_POLICIES = ['reviewed', 'self-approved', 'always'];
const COMMENT_MODES = ['always', 'changes', 'never'];

;// CONCATENATED MODULE: ./lib/src/config/input.js
/** Inputs whose own text is never repeated. */
const MAY_BE_SECRET = new Set(['github-token', 'variables', 'backend-config']);
function oneOf(choices) {
    return (text) => {
        const value = choices.find((choice) => choice === text);
        return value === undefined
            ? { expected: `one of ${choices.map((choice) => `"${choice}"`).join(', ')}` }
            : { value };
    };
}
const input_text = (found) => ({ value: found });
/** One entry a line, blank lines dropped; never split on spaces or commas, which are legal inside an entry. */
const lines = (found) => ({ value: nonBlankLines(found) });
function matching(pattern, expected) {
    return (found) => (pattern.test(found) ? { value: found } : { expected });
}
/** A path relative to the workspace, `''` where the input is empty. It may not leave the workspace. */
const workspacePath = (found) => {
    const path = found
        .replace(/\\/g, '/')
        .replace(/^(\.\/)+/, '')
        .replace(/\/+$/, '');
    if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..')) {
        return { expected: 'a path relative to the repository, without ".."' };
    }
    return { value: found !== '' && path === '' ? '.' : path };
};
const workspacePaths = (found) => {
    const paths = [];
    for (const line of nonBlankLines(found)) {
        const one = workspacePath(line);
        if (!('value' in one))
            return one;
        paths.push(one.value);
    }
    return { value: paths };
};
function wholeNumber(max) {
    return (found) => {
        const value = Number(found);
        if (/^\d+$/.test(found) && value <= max)
            return { value };
        return { expected: `a whole number from 0 to ${max}` };
    };
}
/** `name=value` a line, for Terraform's variables; the value is everything after the first `=`. */
const assignments = (found) => assigned(found, /^[A-Za-z_][A-Za-z0-9_-]*$/);
function assigned(found, names) {
    const value = new Map();
    for (const [index, line] of found.split(/\r?\n/).entries()) {
        if (line.trim() === '')
            continue;
        const at = line.indexOf('=');
        const name = line.slice(0, Math.max(at, 0)).trim();
        // By its number: a line may be part of a secret.
        if (!names.test(name)) {
            return { expected: `one name=value a line, which line ${index + 1} is not` };
        }
        if (value.has(name))
            return { expected: `each name once; "${name}" stands there twice` };
        value.set(name, line.slice(at + 1).trim());
    }
    return { value };
}
/** `name=path` a line, each path inside the workspace. The name becomes part of a key: `A.b_c-1`, never `..`. */
const namedPaths = (found) => {
    const named = assigned(found, /^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
    if (!('value' in named))
        return named;
    const value = [];
    for (const [name, line] of named.value) {
        const path = workspacePath(line);
        if (!('value' in path))
            return path;
        if (path.value === '')
            return { expected: `a path behind "${name}="` };
        value.push({ name, path: path.value });
    }
    return { value };
};
const patterns = (found) => {
    const value = [];
    for (const line of nonBlankLines(found)) {
        try {
            const pattern = new RegExp(line, 'gu');
            if (pattern.test(''))
                return { expected: `patterns that do not match the empty text, which "${line}" does` };
            pattern.lastIndex = 0;
            value.push(pattern);
        }
        catch (error) {
            return {
                expected: `one JavaScript regular expression a line (${error instanceof Error ? error.message : error})`,
            };
        }
    }
    return { value };
};
/** An id has neither commas nor spaces: several on one line would be asked for as one. */
function distributions(found) {
    const parsed = lines(found);
    const several = 'value' in parsed && parsed.value.some((line) => /[,;\s]/.test(line));
    return several ? { expected: 'one distribution a line, without commas' } : parsed;
}
function nonBlankLines(found) {
    return found
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '');
}

;// CONCATENATED MODULE: ./lib/src/config/terraform-version.js

/** Read in full where it is used; here it is told from what can be none. */
const VERSION = /^(auto)?$|^((=|!=|>=|<=|>|<|~>)?\s*v?\d+(\.(\d+|[x*])){0,2}(-[0-9A-Za-z.-]+)?\s*(,\s*(?=\S)|$))+$/;
/** The `terraform-version` input. */
const terraformVersion = matching(VERSION, '"auto", a version such as 1.11.4, a line such as "1.10" (with quotes), or a constraint such as ~> 1.11.0');
/** What keeps this version from being installed. @param binary absent without infrastructure */
function versionProblems(version, binary = 'terraform') {
    if (version === '' || binary === 'terraform' || binary === 'tofu')
        return [];
    return [
        {
            input: 'terraform-version',
            found: `"${version}" with "terraform-binary: ${binary}"`,
            expected: '"terraform" or "tofu" as "terraform-binary": a program that is named by its path has its version already',
        },
    ];
}

;// CONCATENATED MODULE: ./lib/src/config/parse-config.js




const BUCKET_NAME = 'a bucket name (3 to 63 lower-case letters, digits, "." or "-")';
/**
 * Every input of `action.yml`, by its exact name, with what it may hold. Whoever adds one adds it here, in
 * `action.yml` and in `assemble`; a test holds the three together.
 */
const INPUTS = {
    operation: oneOf(REQUESTED_OPERATIONS),
    stage: matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'a stage such as dev, prod or v1: at most 63 letters, digits, ".", "_" or "-"'),
    'infra-directory': workspacePath,
    'site-directory': workspacePath,
    'lambda-packages': namedPaths,
    'artifact-bucket': matching(/^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, BUCKET_NAME),
    workspace: matching(/^[^/\s]{1,90}$/, 'a Terraform workspace, "default" where there is only one'),
    'var-files': workspacePaths,
    variables: assignments,
    'volatile-variables': lines,
    'backend-config': lines,
    'terraform-binary': matching(/^\S.*$/, '"terraform", "tofu", or a path to either'),
    'terraform-version': terraformVersion,
    'lock-timeout': matching(/^(\d+(\.\d+)?(ms|s|m|h))+$/, 'a duration such as 30s or 5m'),
    'aws-region': matching(/^$|^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'a region such as eu-central-1'),
    'role-to-assume': matching(/^$|^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/, 'the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME'),
    'allowed-account-id': matching(/^(\d{12})?$/, 'the twelve digits of an AWS account'),
    'site-bucket': input_text,
    'distribution-id': distributions,
    'site-url': matching(/^($|terraform:|https?:\/\/)/, 'an http(s) URL, or terraform:NAME for a stack output'),
    'site-prefix': matching(/^(?!\/)(?!.*\/\/)(?!.*(^|\/)\.\.?(\/|$)).*$/, 'a key prefix without a leading "/", "//" or ".."'),
    'cache-rules': cacheRules,
    exclude: lines,
    'keep-unreferenced-days': wholeNumber(3650),
    'max-deletes': wholeNumber(10_000_000),
    invalidation: oneOf(INVALIDATION_MODES),
    'verify-timeout': wholeNumber(3600),
    'release-file': workspacePath,
    'apply-policy': oneOf(APPLY_POLICIES),
    'approved-fingerprint': matching(/^([0-9a-f]{64})?$/, 'the 64 hex digits that the plan printed as its fingerprint'),
    protect: lines,
    'confirm-destroy': input_text,
    'pass-environment': lines,
    comment: oneOf(COMMENT_MODES),
    redact: patterns,
    'github-token': matching(/^\S+$/, "a token; the default is the job's own"),
};
/**
 * Pull requests of forks get no variables of the repository, so that these inputs are empty or half a value. What is
 * checked there without credentials needs none of them: this stands in for whatever they hold.
 */
const NOT_NEEDED_OFFLINE = {
    'aws-region': '',
    'role-to-assume': '',
    'allowed-account-id': '',
    'artifact-bucket': '',
    'site-bucket': '',
    'distribution-id': '',
    'site-url': '',
    'site-prefix': '',
    'approved-fingerprint': '',
    workspace: 'default',
};
/**
 * The configuration, or everything that is wrong with the inputs, all at once.
 * @param run.offline nothing will be asked of AWS, so what only AWS needs is not asked of the inputs either
 */
function parseConfig(read, { offline }) {
    const problems = [];
    const values = {};
    for (const [name, parser] of Object.entries(INPUTS)) {
        const found = (offline ? NOT_NEEDED_OFFLINE[name] : undefined) ?? read(name).trim();
        const result = parser(found);
        if ('value' in result)
            values[name] = result.value;
        else
            problems.push({
                input: name,
                found: MAY_BE_SECRET.has(name) ? 'a text that is not repeated here, since it may be secret' : `"${found}"`,
                ...result,
            });
    }
    if (problems.length > 0)
        return { problems };
    const inputs = values;
    const config = assemble(inputs);
    problems.push(...contradictions(config, inputs, offline));
    return problems.length > 0 ? { problems } : { config };
}
function assemble(inputs) {
    const infrastructure = inputs['infra-directory'] === ''
        ? undefined
        : {
            directory: inputs['infra-directory'],
            workspace: inputs.workspace,
            varFiles: inputs['var-files'],
            variables: inputs.variables,
            volatileVariables: inputs['volatile-variables'],
            backendConfig: inputs['backend-config'],
            binary: inputs['terraform-binary'],
            version: inputs['terraform-version'],
            lockTimeout: inputs['lock-timeout'],
            passEnvironment: inputs['pass-environment'],
        };
    const site = inputs['site-directory'] === ''
        ? undefined
        : {
            directory: inputs['site-directory'],
            bucket: valueSource(inputs['site-bucket']),
            distributions: inputs['distribution-id'].map(valueSource),
            url: valueSource(inputs['site-url']),
            prefix: inputs['site-prefix'] === '' ? '' : `${inputs['site-prefix'].replace(/\/$/, '')}/`,
            cacheRules: inputs['cache-rules'],
            exclude: inputs.exclude,
            keepUnreferencedDays: inputs['keep-unreferenced-days'],
            maxDeletes: inputs['max-deletes'],
            invalidation: inputs.invalidation,
            verifyTimeout: inputs['verify-timeout'],
            releaseFile: inputs['release-file'],
        };
    return {
        operation: inputs.operation,
        stage: inputs.stage,
        ...(infrastructure === undefined ? {} : { infrastructure }),
        ...(site === undefined ? {} : { site }),
        ...(inputs['lambda-packages'].length === 0
            ? {}
            : {
                packages: {
                    bucket: inputs['artifact-bucket'],
                    packages: inputs['lambda-packages'],
                    verifyTimeout: inputs['verify-timeout'],
                },
            }),
        aws: {
            ...(inputs['aws-region'] === '' ? {} : { region: inputs['aws-region'] }),
            ...(inputs['role-to-assume'] === '' ? {} : { role: inputs['role-to-assume'] }),
            ...(inputs['allowed-account-id'] === '' ? {} : { allowedAccountId: inputs['allowed-account-id'] }),
        },
        applyPolicy: inputs['apply-policy'],
        protect: inputs.protect,
        ...(inputs['approved-fingerprint'] === '' ? {} : { approvedFingerprint: inputs['approved-fingerprint'] }),
        confirmDestroy: inputs['confirm-destroy'],
        comment: inputs.comment,
        redact: inputs.redact,
        githubToken: inputs['github-token'],
    };
}
function contradictions(config, inputs, offline) {
    const problems = [];
    if (config.infrastructure === undefined && config.site === undefined) {
        problems.push({
            input: 'site-directory',
            found: 'neither "infra-directory" nor "site-directory"',
            expected: 'at least one of the two: there is nothing to deploy',
        });
    }
    problems.push(...versionProblems(inputs['terraform-version'], config.infrastructure?.binary));
    if (config.packages?.bucket === '' && !offline) {
        problems.push({ input: 'artifact-bucket', found: '""', expected: `with "lambda-packages", ${BUCKET_NAME}` });
    }
    if (config.packages !== undefined && config.infrastructure === undefined) {
        problems.push({
            input: 'lambda-packages',
            found: 'packages with an empty "infra-directory"',
            expected: 'a Terraform root module that takes them as the variable "lambda_packages"',
        });
    }
    if (config.site !== undefined && !offline) {
        const { bucket } = config.site;
        if (bucket.kind === 'literal' && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket.value)) {
            problems.push({
                input: 'site-bucket',
                found: `"${bucket.value}"`,
                expected: `${BUCKET_NAME}, or terraform:NAME for a stack output`,
            });
        }
        if (bucket.kind === 'stack-output' && config.infrastructure === undefined) {
            problems.push({
                input: 'site-bucket',
                found: `"${inputs['site-bucket']}" with an empty "infra-directory", so there are no stack outputs`,
                expected: 'the name of the bucket',
            });
        }
    }
    return problems;
}
function valueSource(value) {
    const name = /^terraform:(.+)$/.exec(value)?.[1];
    return name === undefined ? { kind: 'literal', value } : { kind: 'stack-output', name };
}

;// CONCATENATED MODULE: ./lib/src/config/terraform-environment.js

/** The variable in which the reusable workflow hands its secret `terraform-environment` to the one step that needs it. */
const TERRAFORM_ENVIRONMENT = 'TERRAFORM_ENVIRONMENT';
/** Through these the runner speaks to the action: inputs, tokens, command files, the event. */
const OF_THE_RUNNER = /^(INPUT|ACTIONS|GITHUB|RUNNER|STATE)_|^(NODE_OPTIONS|PATH|LD_PRELOAD)$/i;
/**
 * Environment variables, one `NAME=value` a line; empty lines and lines that begin with `#` are left out.
 * Throws for a line that is no assignment, and for a name of the runner's own. No error repeats a value.
 */
function parseTerraformEnvironment(text) {
    const variables = new Map();
    for (const [index, line] of text.split(/\r?\n/).entries()) {
        if (line.trim() === '' || line.startsWith('#'))
            continue;
        const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
        if (name === undefined || value === undefined) {
            throw new src_errors/* ActionError */.lZ({
                what: `Line ${index + 1} of the secret "terraform-environment" is not an environment variable`,
                expected: 'NAME=value, one variable a line; a value has no line breaks',
                wayOut: 'Correct the secret, and run the workflow again',
            });
        }
        if (OF_THE_RUNNER.test(name)) {
            throw new src_errors/* ActionError */.lZ({
                what: `The secret "terraform-environment" sets ${name}, which belongs to the runner`,
                expected: 'variables for Terraform and its providers',
                wayOut: `Remove ${name} from the secret`,
            });
        }
        variables.set(name, value);
    }
    return variables;
}

;// CONCATENATED MODULE: ./lib/src/event/parse-event.js


const repositorySchema = dist/* object */.Ikc({ id: dist/* number */.aig(), default_branch: dist/* optional */.lqM(dist/* string */.YjP(), 'main') });
const pullRequestSchema = dist/* object */.Ikc({
    action: dist/* string */.YjP(),
    changes: dist/* optional */.lqM(dist/* object */.Ikc({ base: dist/* optional */.lqM(dist/* unknown */.L5J()) })),
    number: dist/* number */.aig(),
    pull_request: dist/* object */.Ikc({
        head: dist/* object */.Ikc({ sha: dist/* string */.YjP(), repo: dist/* nullable */.mee(dist/* object */.Ikc({ id: dist/* number */.aig() })) }),
        base: dist/* object */.Ikc({ ref: dist/* string */.YjP(), repo: dist/* object */.Ikc({ id: dist/* number */.aig() }) }),
        user: dist/* nullable */.mee(dist/* object */.Ikc({ login: dist/* string */.YjP() })),
    }),
});
const mergeGroupSchema = dist/* object */.Ikc({
    merge_group: dist/* object */.Ikc({ head_sha: dist/* string */.YjP(), base_ref: dist/* string */.YjP(), base_sha: dist/* string */.YjP() }),
});
/**
 * Reads `GITHUB_EVENT_NAME`, the payload of `GITHUB_EVENT_PATH` (already parsed) and the runner's variables.
 * Throws an `ActionError` that names the field when the payload is not what GitHub documents.
 */
function parseEvent(name, payload, variables) {
    const [owner, repositoryName] = required(variables, 'GITHUB_REPOSITORY').split('/');
    if (!owner || !repositoryName) {
        throw new src_errors/* ActionError */.lZ({
            what: 'GITHUB_REPOSITORY does not name a repository',
            found: `"${variables.GITHUB_REPOSITORY}"`,
            expected: 'OWNER/REPO',
        });
    }
    const hosted = name === 'schedule'
        ? scheduledIn(payload, variables)
        : parsed(dist/* object */.Ikc({ repository: repositorySchema }), payload, name).repository;
    const repository = {
        id: hosted.id,
        owner,
        name: repositoryName,
        fullName: `${owner}/${repositoryName}`,
        defaultBranch: hosted.default_branch,
    };
    const id = required(variables, 'GITHUB_RUN_ID');
    const server = variables.GITHUB_SERVER_URL ?? 'https://github.com';
    const run = {
        id,
        attempt: variables.GITHUB_RUN_ATTEMPT ?? '1',
        url: `${server}/${repository.fullName}/actions/runs/${id}`,
        sha: required(variables, 'GITHUB_SHA'),
        ref: variables.GITHUB_REF ?? '',
        actor: variables.GITHUB_ACTOR ?? '',
        triggeringActor: variables.GITHUB_TRIGGERING_ACTOR ?? '',
    };
    return { event: eventOf(name, payload, run), repository, run };
}
/**
 * A server older than September 2022's github.com names no repository in the payload of a schedule, which always runs
 * on the default branch.
 * https://github.blog/changelog/2022-09-27-github-actions-additional-information-available-in-github-event-payload-for-scheduled-workflow-runs/
 */
function scheduledIn(payload, variables) {
    const { repository } = parsed(dist/* object */.Ikc({ repository: dist/* optional */.lqM(repositorySchema) }), payload, 'schedule');
    if (repository !== undefined)
        return repository;
    const { branch } = refOf(required(variables, 'GITHUB_REF'));
    return { id: Number(required(variables, 'GITHUB_REPOSITORY_ID')), default_branch: branch ?? 'main' };
}
function eventOf(name, payload, run) {
    switch (name) {
        case 'pull_request': {
            const { action, changes, number, pull_request: pull } = parsed(pullRequestSchema, payload, name);
            const author = pull.user?.login ?? '';
            return {
                kind: 'pull-request',
                action,
                baseChanged: changes?.base !== undefined,
                number,
                headSha: pull.head.sha,
                baseRef: pull.base.ref,
                author,
                trust: trustOf(pull.head.repo?.id, pull.base.repo.id, author, run.actor),
            };
        }
        case 'merge_group': {
            const { merge_group: group } = parsed(mergeGroupSchema, payload, name);
            return {
                kind: 'merge-group',
                headSha: group.head_sha,
                baseRef: group.base_ref.replace(/^refs\/heads\//, ''),
                baseSha: group.base_sha,
            };
        }
        case 'push': {
            const { deleted } = parsed(dist/* object */.Ikc({ deleted: dist/* optional */.lqM(dist/* boolean */.zMY(), false) }), payload, name);
            return { kind: 'push', ...refOf(run.ref), sha: run.sha, deleted };
        }
        case 'release': {
            const { release } = parsed(dist/* object */.Ikc({ release: dist/* object */.Ikc({ tag_name: dist/* string */.YjP() }) }), payload, name);
            return { kind: 'release', tag: release.tag_name, sha: run.sha };
        }
        case 'workflow_dispatch': {
            return { kind: 'manual', ...refOf(run.ref), sha: run.sha };
        }
        case 'schedule':
            return { kind: 'schedule', sha: run.sha };
        case 'pull_request_target':
        case 'workflow_run':
            return { kind: 'dangerous', name };
        default:
            return { kind: 'other', name };
    }
}
/**
 * The same repository by id: a name can be given up and registered by somebody else. Dependabot's pull requests are
 * in the same repository, but run with Dependabot's secrets and a read-only token, as a fork's do.
 */
function trustOf(headId, baseId, author, actor) {
    if (headId !== baseId)
        return 'fork';
    return author === 'dependabot[bot]' || actor === 'dependabot[bot]' ? 'dependabot' : 'same-repository';
}
function refOf(ref) {
    if (ref.startsWith('refs/heads/'))
        return { branch: ref.slice('refs/heads/'.length) };
    if (ref.startsWith('refs/tags/'))
        return { tag: ref.slice('refs/tags/'.length) };
    return {};
}
function parsed(schema, payload, name) {
    const result = dist/* safeParse */.xLC(schema, payload);
    if (result.success)
        return result.output;
    const issue = result.issues[0];
    throw new src_errors/* ActionError */.lZ({
        what: `The payload of the event ${name} is not as GitHub documents it, at "${dist/* getDotPath */.BuJ(issue) ?? ''}"`,
        found: issue.received,
        ...(issue.expected === null ? {} : { expected: issue.expected }),
        wayOut: 'Start the action from a GitHub workflow, which writes GITHUB_EVENT_PATH',
    });
}
function required(variables, name) {
    const value = variables[name];
    if (value)
        return value;
    throw new src_errors/* ActionError */.lZ({
        what: `${name} is not set`,
        wayOut: 'Start the action from a GitHub workflow: the runner sets it',
    });
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./lib/src/gateways/aws/config-file.js



/** Settings of a profile that say who one is (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html). */
const WHO = /^\s*(aws_access_key_id|aws_secret_access_key|aws_session_token|aws_account_id|credential_process|credential_source|duration_seconds|external_id|login_session|mfa_serial|role_arn|role_session_name|source_profile|sso_\w+|web_identity_token_file)\s*=/i;
/** A configuration of AWS without anything that says who one is: regions, endpoints and retries stay. */
function withoutIdentity(text) {
    let taken = false;
    const kept = text.split(/\r?\n/).filter((line) => {
        // Lines that go on are indented, below the setting that they belong to.
        const continues = /^\s+\S/.test(line) && !WHO.test(line);
        if (!continues)
            taken = WHO.test(line);
        return !taken;
    });
    return kept.join('\n');
}
/**
 * Writes what a child may see of the configuration file into `folder`: the profile of a self-hosted runner would win over
 * the credentials that were checked. @returns the path for `AWS_CONFIG_FILE`
 */
function checkedConfigFile(environment, folder) {
    const path = environment.AWS_CONFIG_FILE || (0,external_node_path_.join)(environment.HOME || (0,external_node_os_.homedir)(), '.aws', 'config');
    const file = (0,external_node_path_.join)(folder, 'aws-config');
    (0,external_node_fs_.writeFileSync)(file, withoutIdentity(textOf(path)), { mode: 0o600 });
    return file;
}
function textOf(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, 'utf8');
    }
    catch {
        return '';
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
;// CONCATENATED MODULE: ./lib/src/gateways/aws/credentials-endpoint.js




/** Whatever AWS SDKs look at before they ask a container's endpoint, or that would name another one. */
const WINS_OVER_ENDPOINT = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];
/**
 * Gives credentials to Terraform over a loopback address, in the protocol of containers, so that it can ask for new
 * ones in the middle of a long apply: credentials in its environment would end with their session.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 * @param mask called with the endpoint's own token before anything can print it
 */
async function serveCredentials(provider, mask) {
    const token = (0,external_node_crypto_.randomBytes)(32).toString('hex');
    mask(token);
    const server = (0,external_node_http_.createServer)((request, response) => {
        answer(request, response, token, provider).catch((thrown) => {
            // SDKs print the message, so it says why and no more.
            send(response, 500, { code: 'CredentialsUnavailable', message: (0,src_errors/* asError */.zR)(thrown).message });
        });
    });
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
    });
    // It shall not keep the action from ending.
    server.unref();
    const { port } = server.address();
    return {
        environment: {
            AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
            AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
        },
        close: () => new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
        }),
    };
}
/** A child's environment in which the endpoint is the only place that credentials come from. */
function environmentWith(endpoint, environment, configFile) {
    const kept = Object.entries(environment).filter(([name]) => !WINS_OVER_ENDPOINT.includes(name));
    return {
        ...Object.fromEntries(kept),
        // The default profile of either file would win too.
        AWS_SHARED_CREDENTIALS_FILE: external_node_os_.devNull,
        AWS_CONFIG_FILE: configFile,
        ...endpoint.environment,
    };
}
async function answer(request, response, token, provider) {
    if (!equal(request.headers.authorization ?? '', token)) {
        return send(response, 403, { code: 'AccessDenied', message: 'The authorization token is missing or wrong' });
    }
    if (request.method !== 'GET' || request.url !== '/credentials') {
        return send(response, 404, { code: 'NotFound', message: 'There is nothing at this address' });
    }
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
    send(response, 200, {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        ...(sessionToken === undefined ? {} : { Token: sessionToken }),
        ...(expiration === undefined ? {} : { Expiration: expiration.toISOString() }),
    });
}
function send(response, status, body) {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
function equal(given, token) {
    const [a, b] = [Buffer.from(given), Buffer.from(token)];
    return a.length === b.length && (0,external_node_crypto_.timingSafeEqual)(a, b);
}

;// CONCATENATED MODULE: ./lib/src/gateways/aws/attempts.js


/** Milliseconds between attempts: four at most. */
const PAUSES_MS = [500, 1000, 2000];
/** After so long no further attempt begins: a server that hangs is not waited for four times. */
const LAST_START_MS = 9000;
/** Tries again what may be passing, as long as a person would wait. Throws the last error. */
async function inAttempts(work, isPassing, { say = () => { }, pausesMs = PAUSES_MS }) {
    const began = performance.now();
    for (let attempt = 0;; attempt++) {
        try {
            return await work();
        }
        catch (thrown) {
            const pause = pausesMs[attempt];
            if (pause === undefined || !isPassing(thrown) || performance.now() - began + pause > LAST_START_MS)
                throw thrown;
            const { name, message } = (0,src_errors/* asError */.zR)(thrown);
            say(`Signing in: ${name} ${message}. Trying again in ${pause / 1000} s`);
            await (0,external_node_timers_promises_.setTimeout)(pause);
        }
    }
}
/** Right after a role or a provider was made, STS does not know it everywhere; the other words are of its own troubles. */
const PASSING = [
    'AccessDenied',
    'ExpiredToken',
    'IDPCommunicationError',
    'InternalFailure',
    'InvalidClientTokenId',
    'RequestLimitExceeded',
    'ServiceUnavailable',
    'Throttling',
    'TooManyRequests',
];
/** Whether STS may answer otherwise in a moment. */
function isPassing(thrown) {
    const { name, message } = (0,src_errors/* asError */.zR)(thrown);
    const { $metadata } = thrown;
    const status = $metadata?.httpStatusCode;
    if (status === undefined || status >= 500 || status === 408 || status === 429)
        return true;
    return PASSING.includes(name.replace(/Exception$/, '')) || /retrieve verification key/.test(message);
}

;// CONCATENATED MODULE: ./lib/src/gateways/aws/id-token.js



const REPLY = dist/* object */.Ikc({ value: dist/* string */.YjP() });
const CLAIMS = dist/* object */.Ikc({ iss: dist/* string */.YjP(), sub: dist/* string */.YjP(), aud: dist/* union */.KCZ([dist/* string */.YjP(), dist/* array */.YOg(dist/* string */.YjP())]) });
const TIMEOUT_MS = 3000;
/** `undefined` where the job has no permission to ask. */
function idTokenRequestOf(environment) {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = environment;
    return url === '' || token === '' ? undefined : { url, token };
}
/**
 * Asks GitHub for a token that says which job this is. Valid for some minutes, so each sign-in asks for its own.
 * https://docs.github.com/actions/reference/security/oidc
 * @param options.mask called with the token before anything else is done with it
 */
async function requestIdToken(request, options) {
    if (request === undefined)
        throw notPermitted();
    options.mask(request.token);
    const url = new URL(request.url);
    url.searchParams.set('audience', options.audience);
    const { value: token } = await fetched(url, request.token, options);
    options.mask(token);
    return { token, claims: claimsIn(token) };
}
async function fetched(url, token, attempts) {
    try {
        // Whatever it says: a job that has just begun, a limit, a service that restarts.
        return await inAttempts(() => attempted(url, token), () => true, attempts);
    }
    catch (thrown) {
        throw new src_errors/* ActionError */.lZ({
            what: 'GitHub gave no identity token for this job',
            found: (0,src_errors/* asError */.zR)(thrown).message,
            wayOut: 'Run the job again',
        });
    }
}
async function attempted(url, token) {
    const response = await fetch(url, {
        headers: { authorization: `bearer ${token}`, accept: 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok)
        throw new Error(`status ${response.status} ${messageIn(text)}`.trim());
    return dist/* parse */.qgA(REPLY, JSON.parse(text));
}
function messageIn(text) {
    try {
        return dist/* parse */.qgA(dist/* object */.Ikc({ message: dist/* string */.YjP() }), JSON.parse(text)).message;
    }
    catch {
        return '';
    }
}
/** Read without checking the signature: AWS checks it, and here the claims are only repeated in errors. */
function claimsIn(token) {
    try {
        const parsed = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
        const { iss, sub, aud } = dist/* parse */.qgA(CLAIMS, parsed);
        return { iss, sub, aud: typeof aud === 'string' ? aud : aud.join(', ') };
    }
    catch {
        return { iss: 'https://token.actions.githubusercontent.com', sub: 'unreadable', aud: 'unreadable' };
    }
}
function notPermitted() {
    return new src_errors/* ActionError */.lZ({
        what: 'The job may not ask GitHub for an identity, so no role can be assumed',
        found: 'no ACTIONS_ID_TOKEN_REQUEST_URL in the environment',
        expected: '"id-token: write" among the permissions of the job',
        wayOut: 'Add it to "permissions:" of the job, and of the workflow that calls it where it is a reusable one. Pull requests from forks never have it',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/aws/session-credentials.js
/** Before a session ends: requests that are under way then still end in time. */
const REFRESH_BEFORE_MS = 5 * 60_000;
/**
 * Keeps what `obtain` gives until five minutes before it expires. When a renewal fails while the old session is still
 * valid, that one is used on and the renewal is tried again at the next request.
 * @param now milliseconds since 1970
 */
function sessionCredentials(obtain, now) {
    let current;
    let pending;
    const refresh = () => {
        pending ??= obtain()
            .then((obtained) => {
            current = obtained;
            return obtained;
        })
            .finally(() => {
            pending = undefined;
        });
        return pending;
    };
    const leftMs = ({ expiration }) => expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - now();
    const provider = async () => {
        const held = current;
        if (held === undefined)
            return await refresh();
        if (leftMs(held) > REFRESH_BEFORE_MS)
            return held;
        try {
            return await refresh();
        }
        catch (thrown) {
            if (leftMs(held) > 0)
                return held;
            throw thrown;
        }
    };
    return Object.assign(provider, { refresh });
}
/**
 * As SDK clients have to be given them. A client keeps credentials until five minutes before their expiration, and
 * would go on with a session that AWS ended early: so these look expired, and it asks each time, which costs nothing.
 */
function askedEachTime(session) {
    return async () => ({ ...(await session()), expiration: new Date(0) });
}
/** Runs `call` again, once, with new credentials when AWS says that those it used have expired. */
async function withFreshCredentials(session, call) {
    const used = await session();
    try {
        return await call();
    }
    catch (thrown) {
        if (!saysExpired(thrown))
            throw thrown;
        // Many requests fail together when a session ends: the first renews it, the others find it renewed.
        if ((await session()).accessKeyId === used.accessKeyId)
            await session.refresh();
        return await call();
    }
}
/**
 * `withFreshCredentials` for every request of a client:
 * `client.middlewareStack.add(freshCredentials(session), { step: 'initialize', name: 'freshCredentials' })`.
 * A body that is a stream is spent after its first use; give the client bytes.
 */
function freshCredentials(session) {
    return (next) => (args) => withFreshCredentials(session, () => next(args));
}
/**
 * S3 says `ExpiredToken` (400), other services `ExpiredTokenException`. The answer to a HEAD has no body to say it in,
 * and the client then has the status alone.
 */
function saysExpired(thrown) {
    const { name, $metadata } = thrown;
    if (name === 'ExpiredToken' || name === 'ExpiredTokenException')
        return true;
    return $metadata?.httpStatusCode === 400 && /^(Unknown(Error)?|BadRequest|400)$/.test(name ?? '');
}

;// CONCATENATED MODULE: ./lib/src/gateways/web/proxy.js
/** Whether the environment names a proxy. Which requests go through it is decided for each, by `NO_PROXY` too. */
function namesProxy(environment) {
    return ['HTTPS_PROXY', 'HTTP_PROXY'].some((name) => (environment[name] || environment[name.toLowerCase()] || '') !== '');
}

;// CONCATENATED MODULE: ./lib/src/gateways/web/sdk-handler.js

/** Sockets at most; a site is uploaded over many. */
const SOCKETS = 100;
/** A connection waits for a free socket too. */
const CONNECT_MS = 10_000;
/** S3 may take some seconds for a batch of a thousand deletions. */
const SILENCE_MS = 60_000;
/** Where no proxy is named, nothing is loaded. A request that runs out of time is tried again, as the client's rule says. */
async function sdkHandler(environment, { connect = CONNECT_MS, silence = SILENCE_MS } = {}) {
    const limits = { connectionTimeout: connect, socketTimeout: silence };
    const options = { keepAlive: true, maxSockets: SOCKETS };
    if (!namesProxy(environment))
        return { requestHandler: { ...limits, httpAgent: options, httpsAgent: options } };
    const { EnvironmentProxyAgent: ProxyAgent } = await Promise.all(/* import() */[__webpack_require__.e(40), __webpack_require__.e(109)]).then(__webpack_require__.bind(__webpack_require__, 2490));
    return {
        requestHandler: { ...limits, httpAgent: new ProxyAgent(false, options), httpsAgent: new ProxyAgent(true, options) },
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/aws/sts.js





/** Fixed: the caller's ARN, which configurations may read, is the same in every run. */
const ROLE_SESSION_NAME = 'well-managed-deployments';
const UNREAD = { iss: '', sub: '', aud: '' };
const AUDIENCE = 'sts.amazonaws.com';
/** It answers in a fraction of a second. */
const ANSWER_WITHIN_MS = 3000;
/**
 * Credentials of a role, by the job's own identity: no stored key. Nothing is asked before their first use.
 * They throw `ActionError` when the job has no identity, the role refuses it, or the account is another one.
 */
function signIn(request) {
    let accountChecked = false;
    return sessionCredentials(async () => {
        const client = await openClient(request);
        try {
            const credentials = await assumeRole(client, request);
            if (!accountChecked && request.allowedAccountId !== undefined) {
                await requireAccount({ ...request, allowedAccountId: request.allowedAccountId, credentials });
                accountChecked = true;
            }
            return credentials;
        }
        finally {
            client.destroy();
        }
    }, request.now ?? Date.now);
}
/** The credentials that are there already, by the SDK's own search: environment, files, container, instance. */
function ambientCredentials(request) {
    return sessionCredentials(async () => {
        const { STSClient } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 1695, 19));
        // A new client each time: one that is kept would answer from its memory.
        const client = new STSClient({ region: request.region, ...(await sdkHandler(process.env)) });
        try {
            const found = await client.config.credentials();
            return masked({ ...found }, request.mask);
        }
        catch (thrown) {
            throw new src_errors/* ActionError */.lZ({
                what: 'There are no AWS credentials',
                found: (0,src_errors/* asError */.zR)(thrown).message,
                wayOut: 'Give the input "role-to-assume", or sign in to AWS in a step before this one',
                cause: thrown,
            });
        }
        finally {
            client.destroy();
        }
    }, request.now ?? Date.now);
}
/** Throws unless these credentials are of the one account that may be written to. */
async function requireAccount(request) {
    const { GetCallerIdentityCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 1695, 19));
    const client = await openClient(request, request.credentials);
    try {
        const ask = () => client.send(new GetCallerIdentityCommand({}));
        const { Account = 'none', Arn } = await inAttempts(ask, isPassing, request);
        if (Account === request.allowedAccountId)
            return;
        throw new src_errors/* ActionError */.lZ({
            what: 'The credentials are of another AWS account than the one that is allowed. Nothing was changed',
            found: `account ${Account}, as ${Arn}`,
            expected: `account ${request.allowedAccountId}, as the input "allowed-account-id" says`,
            wayOut: 'Look at "role-to-assume" and at the variables of the environment: they belong to another stage',
        });
    }
    catch (thrown) {
        if (thrown instanceof src_errors/* ActionError */.lZ)
            throw thrown;
        throw new src_errors/* ActionError */.lZ({
            what: 'Could not find out which AWS account the credentials are of',
            found: said(thrown),
            expected: `account ${request.allowedAccountId}, as the input "allowed-account-id" says`,
            wayOut: 'Run the job again. Nothing was changed',
            cause: thrown,
        });
    }
    finally {
        client.destroy();
    }
}
/** Who these credentials are of, or, without, those that the SDK finds. */
async function callerArn(request) {
    const { GetCallerIdentityCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 1695, 19));
    const client = await openClient(request, request.credentials);
    try {
        return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? '';
    }
    catch (thrown) {
        throw new src_errors/* ActionError */.lZ({
            what: 'Could not find out as whom this run works in AWS',
            found: said(thrown),
            wayOut: 'Run the job again. Nothing was changed',
            cause: thrown,
        });
    }
    finally {
        client.destroy();
    }
}
async function assumeRole(client, request) {
    const { AssumeRoleWithWebIdentityCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 1695, 19));
    const { idTokenRequest, mask, roleArn } = request;
    let sent;
    // Each attempt has a token of its own: one may be too old, or made before a key was known.
    const attempt = async () => {
        const { token, claims } = await requestIdToken(idTokenRequest, { audience: AUDIENCE, ...request, mask });
        sent = claims;
        return await client.send(new AssumeRoleWithWebIdentityCommand({
            RoleArn: roleArn,
            RoleSessionName: ROLE_SESSION_NAME,
            WebIdentityToken: token,
        }));
    };
    const isWorthIt = (thrown) => !(thrown instanceof src_errors/* ActionError */.lZ) && isPassing(thrown);
    const reply = await inAttempts(attempt, isWorthIt, request).catch((thrown) => {
        throw thrown instanceof src_errors/* ActionError */.lZ || sent === undefined ? thrown : refused(roleArn, sent, thrown);
    });
    const claims = sent;
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
        throw refused(roleArn, claims ?? UNREAD, new Error('the reply has no credentials'));
    }
    return masked({
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        ...(Expiration === undefined ? {} : { expiration: Expiration }),
    }, request.mask);
}
async function openClient({ region, stsEndpoint }, credentials) {
    const { STSClient } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 1695, 19));
    return new STSClient({
        region,
        maxAttempts: 1,
        ...(await sdkHandler(process.env, { connect: ANSWER_WITHIN_MS, silence: ANSWER_WITHIN_MS })),
        ...(stsEndpoint === undefined ? {} : { endpoint: stsEndpoint }),
        ...(credentials === undefined ? {} : { credentials }),
    });
}
function masked(credentials, mask) {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    for (const secret of [accessKeyId, secretAccessKey, sessionToken])
        if (secret)
            mask(secret);
    return credentials;
}
/** STS does not say which condition failed, so the error shows what was sent beside the lines that decide. */
function refused(roleArn, { iss, sub, aud }, thrown) {
    const issuer = iss.replace('https://', '');
    return new src_errors/* ActionError */.lZ({
        what: `AWS did not let this job assume the role ${roleArn}`,
        found: `${said(thrown)}, for the identity sub "${sub}", aud "${aud}"`,
        expected: `a trust policy of the role with "${issuer}:sub": "${sub}" and "${issuer}:aud": "${aud}"`,
        wayOut: refusalWayOut((0,src_errors/* asError */.zR)(thrown).name, issuer),
        cause: thrown,
    });
}
function refusalWayOut(name, issuer) {
    if (name === 'InvalidIdentityToken' || name === 'InvalidIdentityTokenException') {
        return `Look at the account's identity provider ${issuer}: it has to exist, and its audiences to include ${AUDIENCE}`;
    }
    if (name.startsWith('ExpiredToken'))
        return 'Run the job again: the identity token was too old when it arrived';
    if (name === 'AccessDenied') {
        return 'Compare the trust policy of the role with these lines, letter by letter; the role has to exist, too. infra/bootstrap makes such roles';
    }
    return 'Look at the inputs "role-to-assume" and "aws-region", then run the job again';
}
function said(thrown) {
    const { name, message } = (0,src_errors/* asError */.zR)(thrown);
    return `${name} ${message}`;
}

;// CONCATENATED MODULE: ./lib/src/gateways/aws/connect-aws.js






/** Nothing is asked of AWS or GitHub before `signIn` or the first request. */
function connectAws({ role, region: wanted, allowedAccountId }, environment, mask, { folder, say }) {
    const region = wanted ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
    const owner = allowedAccountId === undefined ? {} : { owner: allowedAccountId };
    const inRegion = region === undefined ? {} : { region };
    const account = allowedAccountId ?? role?.split(':')[4];
    const place = { ...(account === undefined ? {} : { account }), ...inRegion };
    const named = region === undefined ? {} : { AWS_REGION: region };
    if (role === undefined && allowedAccountId === undefined) {
        return {
            client: inRegion,
            ...place,
            prepare: (client) => client,
            signIn: async () => {
                requireOneIdentity(environment);
                return "The job's own credentials are used";
            },
            roleName: async () => roleIn(await callerArn({ region: region ?? 'us-east-1' })),
            environment: async (given) => ({ ...given, ...named }),
        };
    }
    if (region === undefined) {
        // An offline plan gets this far too, and signs in to nothing.
        const refuse = async () => {
            throw noRegion();
        };
        return {
            client: {},
            prepare: (client) => client,
            signIn: refuse,
            roleName: refuse,
            environment: async (given) => ({ ...given }),
        };
    }
    const session = role === undefined
        ? ambientCredentials({ region, mask })
        : signIn({
            roleArn: role,
            region,
            ...(allowedAccountId === undefined ? {} : { allowedAccountId }),
            idTokenRequest: idTokenRequestOf(environment),
            mask,
            say,
        });
    return {
        client: { region, credentials: askedEachTime(session) },
        ...owner,
        ...place,
        prepare(client) {
            client.middlewareStack.add(freshCredentials(session), {
                step: 'initialize',
                name: 'freshCredentials',
            });
            return client;
        },
        signIn: () => signedIn(session, region, role, allowedAccountId, say),
        roleName: async () => roleIn(role ?? (await callerArn({ region, credentials: await session() }))),
        async environment(given) {
            const endpoint = await serveCredentials(session, mask);
            return { ...environmentWith(endpoint, given, checkedConfigFile(given, folder())), AWS_REGION: region };
        },
    };
}
async function signedIn(session, region, role, allowedAccountId, say) {
    const credentials = await session();
    if (role !== undefined)
        return `Signed in as ${role}`;
    if (allowedAccountId !== undefined)
        await requireAccount({ region, allowedAccountId, credentials, say });
    return `Signed in to account ${allowedAccountId}`;
}
/** `arn:aws:iam::ACCOUNT:role/PATH/NAME`, or, of a session, `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
function roleIn(arn) {
    return /:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
}
/** The SDK of this action prefers the profile, the one of Terraform's provider the keys: they would be two people. */
function requireOneIdentity({ AWS_PROFILE: profile = '', AWS_ACCESS_KEY_ID: key = '', }) {
    if (profile === '' || key === '')
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'The environment names two AWS identities, and Terraform would use another one than this action',
        found: `AWS_PROFILE=${profile}, and AWS_ACCESS_KEY_ID`,
        wayOut: 'Remove one of the two from the environment of the job, or give the input "role-to-assume"',
    });
}
function noRegion() {
    return new src_errors/* ActionError */.lZ({
        what: 'There is no AWS region to sign in to',
        found: 'an empty "aws-region", and no AWS_REGION',
        expected: 'a region such as eu-central-1',
        wayOut: 'Give the input "aws-region"',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/traits.js
/** Managed policies whose cache key has no query strings; every account has them under these ids (CloudFront docs). */
const WITHOUT_QUERY = new Set([
    '658327ea-f89d-4fab-a63d-7e88639e58f6', // CachingOptimized
    'b2884449-e4de-46a7-ac36-70bc7f1ddd6d', // CachingOptimizedForUncompressedObjects
    '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', // CachingDisabled
]);
/**
 * What a distribution's configuration says about addresses, looked at only in the behaviours that lead to this bucket:
 * an API beside it may have query strings of its own.
 * @param queryStringsOf `QueryStringBehavior` of a cache policy; `undefined` where it may not be read
 */
async function edgeTraits({ Origins, DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses }, bucket, queryStringsOf) {
    const origins = (Origins?.Items ?? []).filter(({ DomainName }) => DomainName?.startsWith(`${bucket}.`));
    const ids = new Set(origins.map(({ Id }) => Id));
    const all = [
        ...(DefaultCacheBehavior === undefined ? [] : [DefaultCacheBehavior]),
        ...(CacheBehaviors?.Items ?? []),
    ];
    const ours = ids.size === 0 ? all : all.filter(({ TargetOriginId }) => ids.has(TargetOriginId));
    const paths = [...new Set(origins.map(({ OriginPath }) => OriginPath ?? ''))];
    const errorPages = (CustomErrorResponses?.Items ?? []).flatMap(({ ResponsePagePath: page }) => page || []);
    const cleanAddresses = ours.some(rewrites);
    let manyAddresses = cleanAddresses;
    for (const behavior of ours)
        manyAddresses ||= await keyHasQuery(behavior, queryStringsOf);
    return { manyAddresses, originPaths: paths.length === 0 ? [''] : paths, errorPages, cleanAddresses };
}
/** A function before the cache or before the origin may serve one file under many addresses. */
function rewrites({ FunctionAssociations, LambdaFunctionAssociations }) {
    const associated = [...(FunctionAssociations?.Items ?? []), ...(LambdaFunctionAssociations?.Items ?? [])];
    return associated.some(({ EventType }) => EventType === 'viewer-request' || EventType === 'origin-request');
}
async function keyHasQuery({ CachePolicyId, ForwardedValues }, queryStringsOf) {
    if (CachePolicyId === undefined || CachePolicyId === '')
        return ForwardedValues?.QueryString === true;
    if (WITHOUT_QUERY.has(CachePolicyId))
        return false;
    // A policy that may not be read could have them.
    return (await queryStringsOf(CachePolicyId)) !== 'none';
}

;// CONCATENATED MODULE: ./lib/src/gateways/cloudfront/distributions.js



const ATTEMPTS = 10;
/** 3,000 single paths or 15 wildcards may be in progress (CloudFront quotas); the SDK does not wait for that. */
const BUSY_PAUSES_MS = [2000, 5000, 10_000, 20_000, 30_000, 30_000, 60_000, 60_000];
/** CloudFront's API: invalidations, and as much of a distribution's configuration as decides what to invalidate. */
function cloudFront(connection) {
    const { bucket, client: config, clock, signal, prepare = (made) => made } = connection;
    let connected;
    const client = () => {
        connected ??= Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19)).then(async ({ CloudFrontClient }) => prepare(new CloudFrontClient({ maxAttempts: ATTEMPTS, ...config, ...(await sdkHandler(process.env)) })));
        return connected;
    };
    const options = { abortSignal: signal };
    return {
        async traits(id) {
            const { GetDistributionConfigCommand, GetCachePolicyCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19));
            const cloud = await client();
            let distribution;
            try {
                distribution = (await cloud.send(new GetDistributionConfigCommand({ Id: id }), options)).DistributionConfig;
            }
            catch (thrown) {
                if (isDenied(thrown))
                    return undefined;
                throw failed(id, 'read the configuration of', thrown);
            }
            if (distribution === undefined)
                return undefined;
            return await edgeTraits(distribution, bucket, async (policy) => {
                try {
                    const reply = await cloud.send(new GetCachePolicyCommand({ Id: policy }), options);
                    const key = reply.CachePolicy?.CachePolicyConfig?.ParametersInCacheKeyAndForwardedToOrigin;
                    return key?.QueryStringsConfig?.QueryStringBehavior;
                }
                catch (thrown) {
                    if (isDenied(thrown))
                        return undefined;
                    throw failed(id, 'read a cache policy of', thrown);
                }
            });
        },
        async invalidate(id, callerReference, paths) {
            const { CreateInvalidationCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19));
            const command = new CreateInvalidationCommand({
                DistributionId: id,
                InvalidationBatch: { CallerReference: callerReference, Paths: { Quantity: paths.length, Items: [...paths] } },
            });
            for (let busy = 0;; busy++) {
                try {
                    const { Invalidation } = await (await client()).send(command, options);
                    if (Invalidation?.Id === undefined)
                        throw new Error('the reply names no invalidation');
                    return Invalidation.Id;
                }
                catch (thrown) {
                    const wait = BUSY_PAUSES_MS[busy];
                    if ((0,src_errors/* asError */.zR)(thrown).name !== 'TooManyInvalidationsInProgress' || wait === undefined) {
                        throw failed(id, 'invalidate', thrown);
                    }
                    await clock.pause(wait);
                }
            }
        },
        async isCompleted(id, invalidation) {
            const { GetInvalidationCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(169)]).then(__webpack_require__.t.bind(__webpack_require__, 3169, 19));
            try {
                const command = new GetInvalidationCommand({ DistributionId: id, Id: invalidation });
                const { Invalidation } = await (await client()).send(command, options);
                // One emulator writes it in capitals.
                return Invalidation?.Status?.toLowerCase() === 'completed';
            }
            catch (thrown) {
                throw failed(id, `wait for the invalidation ${invalidation} of`, thrown);
            }
        },
    };
}
function isDenied(thrown) {
    const { name, $metadata } = thrown;
    return name === 'AccessDenied' || name === 'AccessDeniedException' || $metadata?.httpStatusCode === 403;
}
function failed(id, doing, thrown) {
    const error = (0,src_errors/* asError */.zR)(thrown);
    const wayOut = {
        NoSuchDistribution: 'Look at the input "distribution-id": there is no such distribution in this account',
        AccessDenied: 'Look at the role: docs/iam.md names what it needs on the distribution',
        InvalidArgument: 'CloudFront does not take one of the paths: please report it, with the names of the files',
    };
    return new src_errors/* ActionError */.lZ({
        what: `Could not ${doing} the distribution ${id}`,
        found: `${error.name} ${error.message}`,
        expected: 'CloudFront to do it',
        wayOut: `${wayOut[error.name] ?? 'Run the deploy again'}. What is owed to the edge is recorded, and the next deploy completes it`,
        cause: thrown,
    });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./lib/src/gateways/files/checkout-twins.js




/** More than a checkout has; a folder without git is not searched for ever. */
const MOST_FILES = 200_000;
const LISTING_BYTES = 256 * 1024 * 1024;
/**
 * The files of a build that lie in the checkout, too, outside the built folder, with the same name and the same bytes: a
 * person named them. What git ignores is no part of it, since tools leave copies of their output there.
 * @param directory the built folder
 * @param workspace the checkout, where git knows of none
 * @returns paths inside the site
 */
async function checkoutTwins(directory, files, workspace) {
    const twins = new Set();
    if (files.length === 0)
        return twins;
    const built = (0,external_node_fs_.realpathSync)(directory);
    const root = (await git(built, 'rev-parse', '--show-toplevel'))?.trim();
    const listed = root === undefined ? undefined : await git(root, 'ls-files', '-z', '-co', '--exclude-standard');
    const places = root !== undefined && listed !== undefined
        ? listed.split('\0').map((name) => (0,external_node_path_.resolve)(root, name))
        : workspace === undefined
            ? []
            : filesBelow((0,external_node_fs_.realpathSync)(workspace), built);
    const byName = new Map();
    for (const file of files) {
        const name = (0,external_node_path_.basename)(file.path);
        byName.set(name, [...(byName.get(name) ?? []), file]);
    }
    for (const place of places) {
        const same = byName.get((0,external_node_path_.basename)(place).normalize('NFC'));
        if (same === undefined || isInside(built, place))
            continue;
        const size = (0,external_node_fs_.statSync)(place, { throwIfNoEntry: false })?.size;
        const candidates = same.filter((file) => file.size === size && !twins.has(file.path));
        if (candidates.length === 0)
            continue;
        const sha256 = await sha256Of(place);
        for (const file of candidates)
            if (file.sha256 === sha256)
                twins.add(file.path);
    }
    return twins;
}
/** `undefined` where there is no git, or no repository. */
async function git(folder, ...args) {
    return await new Promise((done) => {
        (0,external_node_child_process_.execFile)('git', ['-C', folder, ...args], { maxBuffer: LISTING_BYTES }, (error, stdout) => done(error === null ? stdout : undefined));
    });
}
/** Of a checkout without git; tools keep their output in folders that begin with a dot. */
function filesBelow(root, built) {
    const found = [];
    const open = [root];
    for (let folder = open.pop(); folder !== undefined && found.length < MOST_FILES; folder = open.pop()) {
        for (const entry of (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true })) {
            const place = (0,external_node_path_.join)(folder, entry.name);
            if (entry.isFile())
                found.push(place);
            else if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules' && place !== built) {
                open.push(place);
            }
        }
    }
    return found;
}
function isInside(folder, place) {
    const way = (0,external_node_path_.relative)(folder, place);
    return way !== '..' && !way.startsWith(`..${external_node_path_.sep}`);
}
async function sha256Of(place) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    try {
        for await (const chunk of (0,external_node_fs_.createReadStream)(place))
            digest.update(chunk);
    }
    catch {
        // A link that leads nowhere: nothing that anyone could have published.
        return undefined;
    }
    return digest.digest('hex');
}

;// CONCATENATED MODULE: ./lib/src/site/unfit-site.js

/** The built front end cannot be deployed, whoever may read the bucket: a pull request that brings it has to fail. */
class UnfitSite extends src_errors/* ActionError */.lZ {
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/folder-walk.js




/** Never part of a site, whatever built it. Other dot files are: `.well-known` has to be served. */
const NEVER = new Set(['.git', '.DS_Store']);
/** S3's limit for a key, in bytes of UTF-8; the prefix comes on top and S3 itself refuses what is too long then. */
const LONGEST_KEY = 1024;
/** Every file below a folder, links inside it followed. Sorted by path. Throws on what cannot be served. */
function walkFolder(directory, isExcluded) {
    const files = [];
    const excluded = [];
    const places = new Map();
    const root = rootOf(directory);
    visit(root, '', '', [root]);
    const byPath = (a, b) => (a.path < b.path ? -1 : 1);
    return { files: files.sort(byPath), excluded: excluded.sort(byPath), places };
    /**
     * @param onDisk `inside` as it is written there, perhaps not in the composed form
     * @param trail real paths of the folders above, so that a link back to one of them is seen
     */
    function visit(folder, inside, onDisk, trail) {
        for (const entry of entriesOf(folder, inside)) {
            const name = decoded(entry.name, inside);
            if (NEVER.has(name))
                continue;
            const path = `${inside}${name}`.normalize('NFC');
            const written = `${onDisk}${name}`;
            const place = `${folder}${external_node_path_.sep}${name}`;
            if (entry.isSymbolicLink()) {
                const target = targetOf(place, path);
                if (target !== root && !target.startsWith(root + external_node_path_.sep))
                    throw leavesFolder(path, target);
                const stats = (0,external_node_fs_.statSync)(place);
                if (stats.isDirectory() && trail.includes(target))
                    throw loop(path, target);
                take(stats, place, path, written, target, trail);
            }
            else {
                take(entry, place, path, written, place, trail);
            }
        }
    }
    function take(kind, place, path, written, real, trail) {
        if (kind.isDirectory())
            return visit(place, `${path}/`, `${written}/`, [...trail, real]);
        if (isExcluded(path)) {
            // Not opened and not judged: whatever it is, it does not go up.
            excluded.push({ path, size: kind.isFile() ? (0,external_node_fs_.statSync)(place).size : 0 });
            return;
        }
        if (!kind.isFile())
            throw special(path);
        checkName(path);
        if (places.has(path))
            throw sameName(path);
        places.set(path, place);
        files.push({ path });
        // A page may name it as it is written here: S3 has one key for each form, and browsers ask for what the page says.
        if (written !== path) {
            checkName(written);
            places.set(written, place);
            files.push({ path: written });
        }
    }
}
function rootOf(directory) {
    try {
        const root = (0,external_node_fs_.realpathSync)(directory);
        if ((0,external_node_fs_.statSync)(root).isDirectory())
            return root;
    }
    catch {
        // Said below, as for a file in its place.
    }
    throw new UnfitSite({
        what: 'The folder of the site is missing',
        found: `no folder at ${directory}`,
        expected: 'a built front end',
        wayOut: 'Build the front end before this step, and look at the input "site-directory". Nothing was changed',
    });
}
function entriesOf(folder, inside) {
    try {
        return (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true, encoding: 'buffer' });
    }
    catch (thrown) {
        throw new UnfitSite({
            what: `The folder ${inside === '' ? folder : inside} cannot be read`,
            found: (0,src_errors/* asError */.zR)(thrown).message,
            wayOut: 'Look at its permissions',
            cause: thrown,
        });
    }
}
/** A name that is no UTF-8 has no key that would lead back to it. */
function decoded(name, inside) {
    const text = name.toString('utf8');
    // Decoding puts U+FFFD in the place of what is none.
    if (!text.includes('\ufffd') || Buffer.from(text).equals(name))
        return text;
    throw new UnfitSite({
        what: 'A file of the site has a name that is not UTF-8',
        found: `${inside}${name.toString('latin1').replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)}`,
        expected: 'names in UTF-8',
        wayOut: 'Rename it, or leave it out of the build',
    });
}
function checkName(path) {
    const control = /\p{Cc}/u.exec(path);
    if (control === null && Buffer.byteLength(path) <= LONGEST_KEY)
        return;
    throw new UnfitSite({
        what: control === null
            ? `A file of the site has a name of ${Buffer.byteLength(path)} bytes`
            : 'A file of the site has a control character in its name',
        found: JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}...` : path),
        expected: `at most ${LONGEST_KEY} bytes, and no control characters`,
        wayOut: 'Rename it, or leave it out of the build',
    });
}
function targetOf(place, path) {
    try {
        return (0,external_node_fs_.realpathSync)(place);
    }
    catch (thrown) {
        const looping = thrown.code === 'ELOOP';
        throw new UnfitSite({
            what: looping ? `The link ${path} leads to itself` : `The link ${path} leads to nothing`,
            found: (0,src_errors/* asError */.zR)(thrown).message,
            expected: 'a file or a folder inside the site',
            wayOut: 'Remove the link, or copy what it should lead to',
            cause: thrown,
        });
    }
}
function leavesFolder(path, target) {
    return new UnfitSite({
        what: `The link ${path} leads out of the site's folder`,
        found: target,
        expected: 'a file or a folder inside the site: a build could else publish any file of the runner',
        wayOut: 'Copy the file into the build, or leave the link out',
    });
}
function loop(path, target) {
    return new UnfitSite({
        what: `The link ${path} leads back to a folder above it`,
        found: target,
        expected: 'folders that end',
        wayOut: 'Remove the link',
    });
}
function special(path) {
    return new UnfitSite({
        what: `${path} is neither a file nor a folder`,
        found: 'a socket, a pipe or a device',
        expected: 'files',
        wayOut: 'Remove it, or name it in "exclude"',
    });
}
function sameName(path) {
    return new UnfitSite({
        what: 'Two files of the site have the same name, written in two Unicode forms',
        found: path,
        expected: 'one file for each address',
        wayOut: 'Remove one of them',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/small-files.js

/** Up to this size a file is read in one go. */
const SMALL = 1024 * 1024;
/** Small files are read into pieces of this size: thousands of buffers of their own cost more than reading them. */
const PIECE = 4 * SMALL;
/** Reads small files one after the other, several times faster than with a buffer for each and without blocking. */
class SmallFiles {
    #piece = Buffer.allocUnsafeSlow(PIECE);
    /**
     * @param place its name on disk
     * @returns its bytes, valid until the next `read` unless they are kept; or `undefined` when it is larger than `SMALL`.
     * Throws what the file system says.
     */
    read(place) {
        const file = (0,external_node_fs_.openSync)(place, external_node_fs_.constants.O_RDONLY);
        try {
            const { size } = (0,external_node_fs_.fstatSync)(file);
            if (size > SMALL)
                return undefined;
            if (this.#piece.length < size)
                this.#piece = Buffer.allocUnsafeSlow(PIECE);
            for (let filled = 0;;) {
                const read = filled < size ? (0,external_node_fs_.readSync)(file, this.#piece, filled, size - filled, null) : 0;
                filled += read;
                if (read === 0)
                    return this.#piece.subarray(0, filled);
            }
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
    /** The bytes that were read last stay as they are. */
    keep(bytes) {
        this.#piece = this.#piece.subarray(bytes.length);
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/site-folder.js








const CHUNK = 1024 * 1024;
/** So much of what was hashed is kept for the upload, so that most sites are read once. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Small reads are synchronous; other work gets its turn this often. */
const TURN_MS = 4;
/** The built front end in a folder. */
function localFiles(directory, workspace = process.env.GITHUB_WORKSPACE) {
    let found = new Map();
    const kept = new Map();
    let keptBytes = 0;
    const place = (path) => {
        const name = found.get(path);
        if (name === undefined)
            throw new Error(`${path} was not walked`);
        return name;
    };
    return {
        async walk(isExcluded) {
            const walked = walkFolder(directory, isExcluded);
            found = walked.places;
            return walked;
        },
        async hash(entries) {
            const files = [];
            const small = new SmallFiles();
            let turn = performance.now();
            for (const { path } of entries) {
                const bytes = reading(path, () => small.read(place(path)));
                if (bytes === undefined) {
                    files.push(await hashedInChunks(path));
                    continue;
                }
                files.push({ path, size: bytes.length, sha256: (0,external_node_crypto_.hash)('sha256', bytes, 'hex'), ...packing(bytes) });
                if (keptBytes + bytes.length <= KEPT_BYTES) {
                    small.keep(bytes);
                    kept.set(path, bytes);
                    keptBytes += bytes.length;
                }
                if (performance.now() - turn > TURN_MS) {
                    await (0,external_node_timers_promises_.setImmediate)();
                    turn = performance.now();
                }
            }
            return files;
        },
        async md5(path) {
            const bytes = kept.get(path);
            if (bytes !== undefined)
                return (0,external_node_crypto_.hash)('md5', bytes, 'hex');
            const digest = (0,external_node_crypto_.createHash)('md5');
            for await (const chunk of chunksOf(path, CHUNK))
                digest.update(chunk);
            return digest.digest('hex');
        },
        alsoInCheckout: (files) => checkoutTwins(directory, files, workspace),
        content(file) {
            return {
                size: file.size,
                sha256: file.sha256,
                async bytes() {
                    const bytes = kept.get(file.path);
                    if (bytes !== undefined)
                        return bytes;
                    const read = reading(file.path, () => (0,external_node_fs_.readFileSync)(place(file.path)));
                    if ((0,external_node_crypto_.hash)('sha256', read, 'hex') !== file.sha256)
                        throw changed(file.path);
                    return read;
                },
                async *chunks(size) {
                    const digest = (0,external_node_crypto_.createHash)('sha256');
                    for await (const chunk of chunksOf(file.path, size)) {
                        digest.update(chunk);
                        yield chunk;
                    }
                    if (digest.digest('hex') !== file.sha256)
                        throw changed(file.path);
                },
            };
        },
    };
    async function hashedInChunks(path) {
        const digest = (0,external_node_crypto_.createHash)('sha256');
        let size = 0;
        let packed = {};
        for await (const chunk of chunksOf(path, CHUNK)) {
            if (size === 0)
                packed = packing(chunk);
            digest.update(chunk);
            size += chunk.length;
        }
        return { path, size, sha256: digest.digest('hex'), ...packed };
    }
    /** Full chunks, but for the last. The file is open only while it is read. */
    async function* chunksOf(path, size) {
        const file = await (0,promises_.open)(place(path)).catch((thrown) => {
            throw unreadable(path, thrown);
        });
        try {
            for (;;) {
                const chunk = Buffer.allocUnsafe(size);
                let filled = 0;
                while (filled < size) {
                    const { bytesRead } = await file.read(chunk, filled, size - filled, null);
                    if (bytesRead === 0)
                        break;
                    filled += bytesRead;
                }
                if (filled > 0)
                    yield chunk.subarray(0, filled);
                if (filled < size)
                    return;
            }
        }
        finally {
            await file.close();
        }
    }
}
function reading(path, read) {
    try {
        return read();
    }
    catch (thrown) {
        throw unreadable(path, thrown);
    }
}
function unreadable(path, thrown) {
    return new src_errors/* ActionError */.lZ({
        what: `The site's file ${path} cannot be read`,
        found: (0,src_errors/* asError */.zR)(thrown).message,
        expected: 'a file that stays where it was when the folder was listed',
        wayOut: 'Let nothing write into the built folder during the deploy, then run it again',
        cause: thrown,
    });
}
function changed(path) {
    return new src_errors/* ActionError */.lZ({
        what: `The site's file ${path} changed during the deploy`,
        found: 'other content than when the folder was compared',
        expected: 'a built folder that nobody writes into',
        wayOut: 'Run the deploy again when the build has ended',
    });
}
/** RFC 1952, 2.3.1. */
function packing(start) {
    return start[0] === 0x1f && start[1] === 0x8b ? { gzip: true } : {};
}

;// CONCATENATED MODULE: ./lib/src/redaction/secret-forms.js
/** A line of a multi-line secret is a secret of its own when it is long enough to mean something. */
const SHORTEST_LINE = 8;
/** What Go's net/url does not escape in a segment of a path, in a path, in a path with what was valid, in userinfo. */
const GO_LEAVES = ['$&+=:@', '$&+,/:;=@', "$&+,/:;=@!'()*", '$&+,;='];
/** The ways in which one secret stands in a text: as it is, in JSON and HCL, in a URL, line by line. */
function writtenForms(secret) {
    if (secret.trim() === '')
        return [];
    const lines = secret.split(/\r?\n/).map((line) => line.trim());
    return [
        secret,
        secret.trim(),
        ...jsonForms(secret),
        ...(isEncodable(secret) ? urlForms(secret) : []),
        ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
    ];
}
/** Base64 of a secret inside a longer text depends on its offset modulo 3; the characters shared with neighbours go. */
function base64Forms(secret) {
    const bytes = Buffer.from(secret, 'utf8');
    if (secret.trim() === '' || bytes.length < SHORTEST_LINE)
        return [];
    const inside = [0, 1, 2].map((offset) => {
        const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
            .toString('base64')
            .replace(/=+$/, '');
        const first = offset === 0 ? 0 : offset + 1;
        const shared = (offset + bytes.length) % 3 === 0 ? 0 : 1;
        return encoded.slice(first, encoded.length - shared);
    });
    return [...inside, ...inside.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}
/** Go, and so every provider, writes `<`, `>` and `&` in JSON as `\u003c`, `\u003e` and `\u0026`. */
function jsonForms(secret) {
    const json = JSON.stringify(secret).slice(1, -1);
    const once = [json, json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)];
    return [...once, ...once.map((text) => JSON.stringify(text).slice(1, -1))];
}
/**
 * As `encodeURIComponent` writes it and as Go's net/url does: in a query (a blank is `+`), a segment of a path, a whole
 * path, and before the `@`. Hex digits may be small.
 */
function urlForms(secret) {
    const component = encodeURIComponent(secret);
    const strict = component.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
    const leaving = (characters) => strict.replace(/%[0-9A-F]{2}/g, (code) => {
        const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
        return characters.includes(character) ? character : code;
    });
    const written = [component, strict.replaceAll('%20', '+'), strict, ...GO_LEAVES.map(leaving)];
    return [...written, ...written.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}
function isEncodable(text) {
    return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(714);
;// CONCATENATED MODULE: ./lib/src/redaction/timed-patterns.js

/** Milliseconds for one pattern on one text. A pattern without nested repetitions needs a few for a whole plan. */
const PATIENCE = 1_000;
/** Milliseconds that all patterns of a run may lose. Then the rest is withheld at once. */
const PATIENCE_IN_ALL = 5_000;
/**
 * Masks what a user's patterns match. JavaScript's expressions backtrack, so that a pattern such as `(a+)+$` may take
 * years for thirty characters. A script with a time limit is the only way to end one. What was not searched to its end
 * is withheld: to post it would be to post what the pattern was there for.
 */
function timedPatterns(patterns, mask) {
    if (patterns.length === 0)
        return (text) => text;
    const replace = new external_node_vm_.Script('text.replace(pattern, (match) => match === "" ? "" : mask)');
    const sandbox = (0,external_node_vm_.createContext)({ mask, text: '', pattern: /(?:)/ });
    let left = PATIENCE_IN_ALL;
    return (text) => {
        let masked = text;
        for (const [index, pattern] of patterns.entries()) {
            const began = performance.now();
            try {
                if (left <= 0)
                    return withheld(index);
                Object.assign(sandbox, { text: masked, pattern: everywhere(pattern) });
                masked = replace.runInContext(sandbox, { timeout: Math.ceil(Math.min(PATIENCE, left)) });
            }
            catch (thrown) {
                if (thrown.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT')
                    throw thrown;
                left -= performance.now() - began;
                return withheld(index);
            }
        }
        return masked;
    };
}
function withheld(index) {
    return `(withheld: pattern ${index + 1} of the input "redact" took too long on this text; write it without nested repetitions)`;
}
function everywhere(pattern) {
    return new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
}

;// CONCATENATED MODULE: ./lib/src/redaction/wrapped-text.js
/** The end of a line, as it is and as JSON writes it. */
const LINE_END = /\r?\n|(?:\\r)?\\n/g;
/** What stands ahead of a line in a plan's diff, in an error's box and in JSON. */
const MARGIN = /(?:[ \t│]|\\t|[+~-] )*/y;
/**
 * Replaces what is searched for in a text whose lines are read as one, such as base64 that `openssl` or a mail
 * broke after 64 or 76 characters. The rest of the text keeps its lines.
 */
function replaceAcrossLines(text, searched, mask) {
    const lines = linesOf(text);
    if (lines.length === 1)
        return text;
    const joined = lines.map(({ start, end }) => text.slice(start, end)).join('');
    let line = 0;
    let before = 0;
    /** The place in the text of a place in the joined lines, which only grows; an end still belongs to its line. */
    const placeOf = (at, isEnd) => {
        for (let one = lines[line]; one !== undefined; one = lines[line]) {
            const length = one.end - one.start;
            if (isEnd ? at <= before + length : at < before + length)
                return one.start + at - before;
            before += length;
            line += 1;
        }
        return text.length;
    };
    const kept = [];
    let done = 0;
    for (const [from, to] of found(joined, searched)) {
        const begin = placeOf(from, false);
        kept.push(text.slice(done, begin), mask);
        done = placeOf(to, true);
    }
    return kept.length === 0 ? text : [...kept, text.slice(done)].join('');
}
function* found(text, searched) {
    if (typeof searched !== 'string') {
        for (const match of text.matchAll(searched))
            yield [match.index, match.index + match[0].length];
        return;
    }
    for (let at = text.indexOf(searched); at >= 0; at = text.indexOf(searched, at + searched.length)) {
        yield [at, at + searched.length];
    }
}
/** Without the margin ahead of a line and the blanks behind it. Each character is looked at a fixed number of times. */
function linesOf(text) {
    const breaks = [...text.matchAll(LINE_END)];
    const starts = [0, ...breaks.map((end) => end.index + end[0].length)];
    return starts.map((from, index) => {
        const to = breaks[index]?.index ?? text.length;
        MARGIN.lastIndex = from;
        const start = Math.min(to, from + (MARGIN.exec(text)?.[0].length ?? 0));
        return { start, end: start + text.slice(start, to).trimEnd().length };
    });
}

;// CONCATENATED MODULE: ./lib/src/redaction/redactor.js



/** What stands in the place of a secret. */
const MASK = '***';
/** A shorter secret is masked where it stands alone: `main` is a password in `"main"`, and a word in `domain`. */
const SHORTEST_INSIDE = 8;
/** Literals in one expression: V8 searches them as one tree, up to a size. */
const LITERALS_AT_ONCE = 500;
/** A key file or a whole configuration is no part of an expression, which has a size that V8 refuses. */
const LONGEST_IN_EXPRESSION = 200;
/** The password of a URL, whoever wrote it there. A host or a blank ends the search, so each text is read once. */
const URL_PASSWORD = /(?<=:\/\/[^\s/@:]{0,100}:)[^\s/@:'"]{1,2000}(?=@)/g;
/**
 * Masks registered secrets and everything that `patterns` match. GitHub masks its log, but not what is sent to its
 * API, so everything that is posted goes through here, before it is cut: half a secret would not be found any more.
 */
function redactor({ secrets, patterns }) {
    const encoded = searchedFor(secrets.flatMap(base64Forms));
    const literals = [...searchedFor(secrets.flatMap(writtenForms)), ...encoded, URL_PASSWORD];
    const masked = timedPatterns(patterns, MASK);
    return (text) => {
        const plain = literals.reduce((left, expression) => left.replaceAll(expression, MASK), text);
        return masked(encoded.reduce((left, expression) => replaceAcrossLines(left, expression, MASK), plain));
    };
}
/** The longest first, so that no rest of one stays. */
function searchedFor(forms) {
    const literals = [...new Set(forms)].sort((a, b) => b.length - a.length);
    const short = literals.findIndex(({ length }) => length <= LONGEST_IN_EXPRESSION);
    const long = short < 0 ? literals.length : short;
    const expressions = [];
    for (let at = long; at < literals.length; at += LITERALS_AT_ONCE) {
        const together = literals.slice(at, at + LITERALS_AT_ONCE).map(literal);
        expressions.push(new RegExp(together.join('|'), 'g'));
    }
    return [...literals.slice(0, long), ...expressions];
}
function literal(text) {
    const escaped = text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    if (text.length >= SHORTEST_INSIDE)
        return escaped;
    return `${/^\w/.test(text) ? '(?<!\\w)' : ''}${escaped}${/\w$/.test(text) ? '(?!\\w)' : ''}`;
}

;// CONCATENATED MODULE: ./lib/src/gateways/runner/secret-register.js


const known = new Set();
const unplanned = new Set();
let secret_register_patterns = [];
let hasPlan = false;
/** Made when it is asked for: building it costs more than using it. */
let mask;
/** Everything that this run knows to be secret. GitHub masks it in the log; what is posted is masked by its readers. */
const actionsSecrets = {
    /** Before anything can print it. */
    add(secret) {
        if (secret.trim() === '' || known.has(secret))
            return;
        core/* setSecret */.Pq(secret);
        known.add(secret);
        mask = undefined;
    },
    /** What nobody has called secret: it is removed only while no plan says which values are. */
    addUnplanned(value) {
        unplanned.add(value);
        mask = undefined;
    },
    /** There is a plan, and all that it marks as sensitive has been added. */
    planned() {
        hasPlan = true;
        mask = undefined;
    },
    /** What the input `redact` names besides. */
    usePatterns(named) {
        secret_register_patterns = named;
        mask = undefined;
    },
    /** @param withPlan whether there is a plan, and with it the list of its sensitive values */
    values(withPlan) {
        return withPlan ? [...known] : [...known, ...unplanned];
    },
    /** A text for the log, as of now: annotations are made of it, and GitHub does not mask what was only guessed. */
    redact(text) {
        mask ??= redactor({ secrets: actionsSecrets.values(hasPlan), patterns: secret_register_patterns });
        return mask(text);
    },
};

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/access.js




/** The SDK's variables that change nothing about where S3 is and who asks, or that are understood here. */
const UNDERSTOOD = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(DEFAULT_)?REGION|ENDPOINT_URL(_\w+)?|CA_BUNDLE|EC2_METADATA_DISABLED|MAX_ATTEMPTS|RETRY_MODE|PAGER|DEFAULT_OUTPUT)$/;
/** Of the partition `aws`, where a bucket's host name is always made in the same way. */
const REGION = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;
/** One label of a host name, and none of the names that stand for something else: access points, directory buckets. */
const BUCKET = /^(?!.*--)(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/**
 * The access that the environment alone gives, as the SDK would find it; loading the SDK takes as long as comparing a
 * site of thousands of files. `undefined` wherever anything is unusual: then the SDK decides.
 */
function plainAccess({ bucket, region: given, credentials }, environment = process.env) {
    const region = given ?? environment.AWS_REGION;
    const names = Object.keys(environment).filter((name) => name.startsWith('AWS_'));
    // A proxy is the SDK's matter, which asks for each request whether to use it.
    if (namesProxy(environment))
        return undefined;
    if (region === undefined || !BUCKET.test(bucket) || !names.every((name) => UNDERSTOOD.test(name)))
        return undefined;
    if (['config', 'credentials'].some((name) => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(homeOf(environment), '.aws', name))))
        return undefined;
    const endpoint = endpointOf(bucket, region, environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL);
    const who = credentials ?? inEnvironment(environment);
    if (endpoint === undefined || who === undefined)
        return undefined;
    return { endpoint, region, credentials: async () => (typeof who === 'function' ? await who() : who) };
}
/** Where the SDK looks for it. */
function homeOf({ HOME, USERPROFILE }) {
    return HOME || USERPROFILE || (0,external_node_os_.homedir)();
}
function endpointOf(bucket, region, own) {
    if (own === undefined) {
        const host = `${bucket}.s3.${region}.amazonaws.com`;
        return REGION.test(region) ? { protocol: 'https:', hostname: host, host, path: '/' } : undefined;
    }
    if (!hasOwnHost(own) || !/^[a-z0-9-]+$/.test(region))
        return undefined;
    const { protocol, hostname, port, host, pathname, search, hash, username } = new URL(own);
    const isBare = pathname === '/' && `${search}${hash}${username}` === '' && !hostname.includes('[');
    if (!isBare || (protocol !== 'http:' && protocol !== 'https:'))
        return undefined;
    return { protocol, hostname, ...(port === '' ? {} : { port: Number(port) }), host, path: `/${bucket}/` };
}
function inEnvironment(environment) {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = environment;
    if (!accessKeyId || !secretAccessKey)
        return undefined;
    return { accessKeyId, secretAccessKey, ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}) };
}
/** An S3 that is not Amazon's has no host name for each bucket, so that its URLs name the bucket in their path. */
function hasOwnEndpoint(environment) {
    const url = environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
    return url !== undefined && hasOwnHost(url);
}
function hasOwnHost(url) {
    if (!URL.canParse(url))
        return false;
    return !/(?:^|\.)amazonaws\.com(?:\.cn)?$/.test(new URL(url).hostname);
}

// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
;// CONCATENATED MODULE: ./lib/src/gateways/web/signature.js

let lastKey;
/**
 * The `authorization` header of AWS Signature Version 4.
 * @param time `YYYYMMDDTHHMMSSZ`, the value of `x-amz-date`
 */
function authorization({ method, path, query, headers, bodySha256 }, { accessKeyId, secretAccessKey }, { region, service }, time) {
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/${service}/aws4_request`;
    let lines = '';
    let names = '';
    for (const [name, value] of headers) {
        lines += `${name}:${value}\n`;
        names += names === '' ? name : `;${name}`;
    }
    const canonical = `${method}\n${path}\n${query}\n${lines}\n${names}\n${bodySha256}`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${(0,external_node_crypto_.hash)('sha256', canonical, 'hex')}`;
    const signature = hmac(signingKey(secretAccessKey, day, region, service), toSign).toString('hex');
    return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}
/** The same for a day, a region, a service and a secret. */
function signingKey(secret, day, region, service) {
    const of = `${secret} ${day} ${region} ${service}`;
    if (lastKey?.of !== of) {
        lastKey = { of, key: hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request') };
    }
    return lastKey.key;
}
function hmac(key, text) {
    return (0,external_node_crypto_.createHmac)('sha256', key).update(text).digest();
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/key.js
/** A key as a URL has it: `+`, spaces and letters beyond ASCII are encoded, slashes are not. */
function encodedKey(key) {
    return key.split('/').map(encodedPart).join('/');
}
/** As a signature wants the names and values of a query, and the parts of a path (RFC 3986, unreserved characters). */
function encodedPart(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/sender.js




const sender_SOCKETS = 64;
const sender_ANSWER_WITHIN_MS = 60_000;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/**
 * Sends without the SDK, whose middleware takes a millisecond of each request: that is what limits the upload of
 * thousands of files. Its callers give what is not a plain success to the SDK afterwards, so that retries, redirects and
 * errors stay the SDK's matter. So only requests that may be made twice are sent this way.
 */
function directSender(access, owner, signal) {
    const { endpoint, region } = access;
    const scope = { region, service: 's3' };
    const { hostname, port } = endpoint;
    const secure = endpoint.protocol === 'https:';
    const options = { keepAlive: true, maxSockets: sender_SOCKETS };
    const agent = secure ? new external_node_https_.Agent(options) : new external_node_http_.Agent(options);
    const send = secure ? external_node_https_.request : external_node_http_.request;
    // One listener for all: one for each of thousands of requests takes longer than signing them.
    const running = new Set();
    signal.addEventListener('abort', () => {
        for (const request of running)
            request.destroy();
    });
    const host = ['host', endpoint.host];
    const owned = owner === undefined ? [] : [['x-amz-expected-bucket-owner', owner]];
    // No slash behind the bucket's name, but where the name is in the host.
    const bucketPath = endpoint.path === '/' ? '/' : endpoint.path.slice(0, -1);
    return async ({ method, key, query, headers = [], body, bodySha256 = SHA256_OF_NOTHING }) => {
        if (signal.aborted)
            return undefined;
        // Renewed by whoever gives them, before they expire.
        const credentials = await access.credentials().catch(() => undefined);
        // The SDK asks for them again, and says what is wrong with them.
        if (credentials === undefined)
            return undefined;
        const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
        const signed = [...headers, host, ['x-amz-content-sha256', bodySha256], ['x-amz-date', time], ...owned];
        if (credentials.sessionToken !== undefined)
            signed.push(['x-amz-security-token', credentials.sessionToken]);
        signed.sort(([a], [b]) => (a < b ? -1 : 1));
        const path = key === '' ? bucketPath : endpoint.path + encodedKey(key);
        const search = query === undefined ? '' : encodedQuery(query);
        const sent = Object.fromEntries(signed);
        const signable = { method, path, query: search, headers: signed, bodySha256 };
        sent.authorization = authorization(signable, credentials, scope, time);
        if (body !== undefined)
            sent['content-length'] = String(body.length);
        const target = search === '' ? path : `${path}?${search}`;
        return await new Promise((resolve) => {
            const nothing = () => resolve(undefined);
            const request = send({ method, hostname, path: target, headers: sent, agent, ...(port === undefined ? {} : { port }) }, (reply) => whole(reply, resolve));
            request.setTimeout(sender_ANSWER_WITHIN_MS, () => request.destroy());
            request.on('error', nothing);
            running.add(request);
            request.on('close', () => running.delete(request));
            request.end(body);
        });
    };
}
/** Calls back once, with `undefined` when the answer breaks off. */
function whole(reply, done) {
    const parts = [];
    const nothing = () => done(undefined);
    reply.on('data', (part) => parts.push(part));
    reply.on('error', nothing);
    reply.on('close', nothing);
    reply.on('end', () => done({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(parts) }));
}
function encodedQuery(query) {
    const pairs = Object.entries(query).map(([name, value]) => [encodedPart(name), encodedPart(value)]);
    pairs.sort(([a], [b]) => (a < b ? -1 : 1));
    return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/connection.js




/** S3 answers its own rush with 503 for a while. */
const connection_ATTEMPTS = 8;
function s3Connection(options, environment = process.env) {
    const { bucket, expectedBucketOwner, region, credentials, signal } = options;
    // Every request under way listens to it.
    (0,external_node_events_.setMaxListeners)(0, signal);
    const access = plainAccess(options, environment);
    let opened;
    return {
        bucket,
        ...(expectedBucketOwner === undefined ? {} : { expectedBucketOwner }),
        common: {
            Bucket: bucket,
            ...(expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner }),
        },
        ...(access === undefined ? {} : { direct: directSender(access, expectedBucketOwner, signal) }),
        signal,
        open() {
            opened ??= Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19)).then(async (sdk) => {
                const client = new sdk.S3Client({
                    maxAttempts: connection_ATTEMPTS,
                    ...(region === undefined ? {} : { region }),
                    ...(credentials === undefined ? {} : { credentials }),
                    // Every upload carries its own SHA-256; a second checksum would cost time and say nothing new.
                    requestChecksumCalculation: 'WHEN_REQUIRED',
                    responseChecksumValidation: 'WHEN_REQUIRED',
                    forcePathStyle: hasOwnEndpoint(environment),
                    ...(await sdkHandler(environment)),
                });
                return { sdk, client: options.prepare?.(client) ?? client };
            });
            return opened;
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/sdk-access.js

/** The access that the SDK has, from every source that it knows. `undefined` where it is signed in another way. */
async function sdkAccess({ open, common, bucket, }) {
    // An access point, or a proxy, which only the SDK's client knows.
    if (bucket.startsWith('arn:') || namesProxy(process.env))
        return undefined;
    const { sdk, client } = await open();
    const endpoint = await sdk_access_endpointOf(new sdk.PutObjectCommand({ ...common, Key: KEY, Body: '' }), client);
    if (endpoint === undefined)
        return undefined;
    // Memoized by the SDK, and renewed before they expire.
    return { endpoint, region: await client.config.region(), credentials: () => client.config.credentials() };
}
const KEY = 'key';
/** Lets the SDK prepare an upload up to the point of sending, which says where it would go. */
async function sdk_access_endpointOf(command, client) {
    let found;
    command.middlewareStack.add(() => async (args) => {
        const { protocol, hostname, port, path, headers } = args.request;
        if (typeof protocol === 'string' && typeof hostname === 'string' && typeof path === 'string') {
            const host = headers.host ?? hostname;
            const where = typeof port === 'number' ? { port } : {};
            if (path.endsWith(`/${KEY}`))
                found = { protocol, hostname, host, path: path.slice(0, -KEY.length), ...where };
        }
        return { response: {}, output: { $metadata: {} } };
    }, { step: 'finalizeRequest', name: 'tellEndpoint', priority: 'high' });
    await client.send(command).catch(() => { });
    return found;
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/direct-put.js


/** Small uploads without the SDK. An upload that is made twice is the same upload. */
async function directPut(connection) {
    const send = connection.direct ?? (await throughSdk(connection));
    return async ({ key, content, contentType, cacheControl }, body) => {
        if (send === undefined || !isPlain(contentType) || !isPlain(cacheControl))
            return undefined;
        const headers = [
            ['cache-control', cacheControl],
            ['content-type', contentType],
            ['x-amz-checksum-sha256', Buffer.from(content.sha256, 'hex').toString('base64')],
        ];
        const answer = await send({ method: 'PUT', key, headers, body, bodySha256: content.sha256 });
        return answer?.status === 200 ? answer.headers.etag?.replaceAll('"', '') : undefined;
    };
}
async function throughSdk(connection) {
    const access = await sdkAccess(connection);
    const { common, signal } = connection;
    return access === undefined ? undefined : directSender(access, common.ExpectedBucketOwner, signal);
}
/** What needs no encoding and is signed as it is written. */
function isPlain(value) {
    return /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value);
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/failure.js

/** The HTTP status of an SDK error. */
function statusOf(thrown) {
    return thrown.$metadata?.httpStatusCode;
}
/** @param doing a phrase that the bucket's name can follow: `upload a.js to` */
function s3Failure(bucket, doing, thrown) {
    if (thrown instanceof src_errors/* ActionError */.lZ)
        return thrown;
    const error = (0,src_errors/* asError */.zR)(thrown);
    if (error.name === 'AbortError')
        return new src_errors/* CancelledError */.cc(`the attempt to ${doing} ${bucket}`);
    const status = statusOf(thrown);
    // HEAD has no body, so S3's own words may be missing: then the status says more than `UnknownError`.
    const found = [error.name, status, error.message].filter((part) => part !== undefined && part !== '').join(' ');
    const Failure = error.name === 'NoSuchBucket' ? src_errors/* MissingBucket */.vh : src_errors/* ActionError */.lZ;
    return new Failure({
        what: `Could not ${doing} the site's bucket ${bucket}`,
        found,
        wayOut: wayOut(error.name, status, thrown),
        cause: thrown,
    });
}
function wayOut(name, status, thrown) {
    if (name === 'ExpiredToken' || name === 'ExpiredTokenException') {
        return 'The credentials expired during the deploy: give the role a longer session, then run it again; it continues';
    }
    if (name === 'NoSuchBucket')
        return 'Look at the input "site-bucket": there is no such bucket';
    if (status === 301 || status === 307 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed') {
        const region = regionIn(thrown);
        return `The bucket is in another region: set "aws-region" to ${region ?? 'it'}`;
    }
    if (status === 501 || name === 'NotImplemented') {
        return ('This store lacks conditional requests (`If-Match`, `If-None-Match` on PUT and DELETE), which keep two deploys of a ' +
            'site apart. Use Amazon S3, or a version of the store that has them');
    }
    if (status === 403)
        return 'Look at the role (docs/iam.md), and at the account that owns the bucket';
    return 'Run the deploy again: it continues where this one stopped';
}
function regionIn(thrown) {
    const { Region, $response } = thrown;
    return Region ?? $response?.headers?.['x-amz-bucket-region'];
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/kept-headers.js


/** What an object has that no listing shows, and that a write would take from it. */
function s3Kept({ open, common, signal }) {
    const options = { abortSignal: signal };
    return {
        async mayHaveAcls() {
            const { sdk, client } = await open();
            const asked = async (request) => 
            // Not there, not known to this store, or not to be read: the objects are asked then.
            await request.catch((thrown) => {
                if ([403, 404, 405, 501].includes(statusOf(thrown) ?? 0))
                    return undefined;
                throw thrown;
            });
            const owned = await asked(client.send(new sdk.GetBucketOwnershipControlsCommand(common), options));
            if (owned?.OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'BucketOwnerEnforced')
                return false;
            const blocked = await asked(client.send(new sdk.GetPublicAccessBlockCommand(common), options));
            return blocked?.PublicAccessBlockConfiguration?.IgnorePublicAcls !== true;
        },
        async kept(key, acl) {
            const { sdk, client } = await open();
            const place = { ...common, Key: key };
            const head = await client.send(new sdk.HeadObjectCommand(place), options);
            const tags = (head.TagCount ?? 0) === 0 ? undefined : await client.send(new sdk.GetObjectTaggingCommand(place), options);
            const tagging = tags?.TagSet?.map(({ Key = '', Value = '' }) => [Key, Value]);
            const grants = acl
                ? await client.send(new sdk.GetObjectAclCommand(place), options).then(grantsOf, (thrown) => {
                    // A store that knows no ACLs has none to keep.
                    if ([405, 501].includes(statusOf(thrown) ?? 0))
                        return undefined;
                    throw denied(thrown, key, 'read', 's3:GetObjectAcl');
                })
                : undefined;
            const kept = {
                ...given('contentEncoding', head.ContentEncoding),
                ...given('contentDisposition', head.ContentDisposition),
                ...given('contentLanguage', head.ContentLanguage),
                ...given('metadata', Object.keys(head.Metadata ?? {}).length === 0 ? undefined : head.Metadata),
                ...given('storageClass', head.StorageClass === 'STANDARD' ? undefined : head.StorageClass),
                ...given('tagging', tagging === undefined ? undefined : String(new URLSearchParams(tagging))),
                ...given('grants', grants),
            };
            return kept;
        },
        async repeatAcl(key, grants) {
            const { sdk, client } = await open();
            const command = new sdk.PutObjectAclCommand({ ...common, Key: key, ...grantInput(grants) });
            await client.send(command, options).catch((thrown) => {
                throw denied(thrown, key, 'written', 's3:PutObjectAcl');
            });
        },
    };
}
/** As the parameters of PutObject and CreateMultipartUpload. */
function keptInput(kept) {
    if (kept === undefined)
        return {};
    const { grants, ...rest } = kept;
    const input = {
        ...given('ContentEncoding', rest.contentEncoding),
        ...given('ContentDisposition', rest.contentDisposition),
        ...given('ContentLanguage', rest.contentLanguage),
        ...given('Metadata', rest.metadata === undefined ? undefined : { ...rest.metadata }),
        ...given('StorageClass', rest.storageClass),
        ...given('Tagging', rest.tagging),
    };
    return { ...input, ...grantInput(grants ?? []) };
}
/** As the parameters of every write, in one request with the bytes: there is no moment without access. */
function grantInput(grants) {
    const of = (permission) => {
        const grantees = grants.filter((grant) => grant.permission === permission).map(({ grantee }) => grantee);
        return grantees.length === 0 ? undefined : grantees.join(', ');
    };
    return {
        ...given('GrantFullControl', of('FULL_CONTROL')),
        ...given('GrantRead', of('READ')),
        ...given('GrantReadACP', of('READ_ACP')),
        ...given('GrantWriteACP', of('WRITE_ACP')),
    };
}
/** `undefined` where only the owner has access, as any new object is. */
function grantsOf({ Owner, Grants = [] }) {
    const isOwn = ({ Grantee, Permission }) => Permission === 'FULL_CONTROL' && Grantee?.ID === Owner?.ID;
    if (Grants.every(isOwn))
        return undefined;
    return Grants.flatMap(({ Grantee, Permission }) => {
        if (Permission === undefined || Permission === 'WRITE')
            return [];
        if (Grantee?.URI !== undefined)
            return [{ permission: Permission, grantee: `uri="${Grantee.URI}"` }];
        return Grantee?.ID === undefined ? [] : [{ permission: Permission, grantee: `id="${Grantee.ID}"` }];
    });
}
function given(name, value) {
    return value === undefined ? {} : { [name]: value };
}
function denied(thrown, key, doing, right) {
    if (statusOf(thrown) !== 403)
        return thrown;
    return new src_errors/* ActionError */.lZ({
        what: `The access control list of ${key} could not be ${doing}`,
        found: `no right to ${right}; the object may be public by its own ACL, and a new version of it would be private`,
        wayOut: 'Give the role `s3:GetObjectAcl` and `s3:PutObjectAcl` on the objects of this bucket; or, where a bucket policy ' +
            'gives access, set the Object Ownership of the bucket to "Bucket owner enforced". No file of the site was changed',
        cause: thrown,
    });
}

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(370);
;// CONCATENATED MODULE: ./lib/src/gateways/s3/list-page.js
const ROOT = /^(?:<\?xml(?: \w+="[^"<>]*")*\?>)?\s*<ListBucketResult(?:\s+xmlns="[^"<>]*")?>\s*/;
/** An element of the page that holds only text, or nothing. */
const FIELD = /<([A-Za-z]+)(?:\/>|>([^<]*)<\/\1>)\s*/y;
/** One object, whole: elements of text, and elements of such elements (`Owner`, `RestoreStatus`). */
const OBJECT = /<Contents>\s*(?:<([A-Za-z]+)(?:\/>|>[^<]*<\/\1>|>\s*(?:<([A-Za-z]+)(?:\/>|>[^<]*<\/\2>)\s*)+<\/\1>)\s*)*<\/Contents>\s*/y;
/**
 * Reads a page of a listing that was asked for with `encoding-type=url` and without a delimiter. A general reader of XML
 * and the SDK's schemas take most of the time of comparing a large site. So this one knows the one form that S3
 * documents, and gives `undefined` for whatever is not exactly that, an incomplete answer above all.
 */
function readListPage(xml) {
    const root = ROOT.exec(xml);
    if (root === null)
        return undefined;
    const page = new Map();
    const objects = [];
    let at = root[0].length;
    while (!xml.startsWith('</', at)) {
        const isObject = xml.startsWith('<Contents>', at);
        const element = isObject ? OBJECT : FIELD;
        element.lastIndex = at;
        if (isObject) {
            if (!OBJECT.test(xml))
                return undefined;
            const listed = listedObject(xml, at, OBJECT.lastIndex);
            if (listed === undefined)
                return undefined;
            objects.push(listed);
        }
        else {
            const [, name = '', text = ''] = FIELD.exec(xml) ?? [];
            if (name === '' || page.has(name))
                return undefined;
            page.set(name, text);
        }
        at = element.lastIndex;
    }
    return xml.slice(at).trim() === '</ListBucketResult>' ? complete(page, objects) : undefined;
}
const QUOTED = /^(?:"|&quot;|&#34;)(.*)(?:"|&quot;|&#34;)$/;
function listedObject(xml, from, to) {
    const key = decodedKey(decodedText(list_page_textOf(xml, '<Key>', from, to) ?? '') ?? '');
    const etag = list_page_textOf(xml, '<ETag>', from, to)?.replace(QUOTED, '$1');
    const size = list_page_textOf(xml, '<Size>', from, to) ?? '';
    if (!key || !etag || !/^[\w-]+$/.test(etag) || !/^\d{1,15}$/.test(size))
        return undefined;
    return [key, { etag, size: Number(size) }];
}
/** @returns the text of the only element of that name, as it is encoded, or `undefined` */
function list_page_textOf(xml, opening, from, to) {
    const at = xml.indexOf(opening, from);
    if (at === -1 || at >= to)
        return undefined;
    const start = at + opening.length;
    const end = xml.indexOf('<', start);
    const another = xml.indexOf(opening, end);
    return another === -1 || another >= to ? xml.slice(start, end) : undefined;
}
/** S3 counts what it lists: a page whose count is another was not read, or not sent, as a whole. */
function complete(page, objects) {
    if (page.get('EncodingType') !== 'url' || page.get('KeyCount') !== String(objects.length))
        return undefined;
    if (page.get('IsTruncated') === 'false')
        return { objects };
    const next = decodedText(page.get('NextContinuationToken') ?? '');
    return page.get('IsTruncated') === 'true' && next ? { objects, next } : undefined;
}
/** S3 encodes a space as `+` and a plus sign as `%2B`. @returns `undefined` where the encoding is broken */
function decodedKey(key) {
    if (!/[%+]/.test(key))
        return key;
    try {
        return decodeURIComponent(key.replaceAll('+', ' '));
    }
    catch {
        return undefined;
    }
}
const ENTITIES = new Map([
    ['quot', '"'],
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['apos', "'"],
    ['#34', '"'],
]);
/** @returns `undefined` where it is encoded in a way that is not known here */
function decodedText(text) {
    if (!text.includes('&'))
        return text;
    let known = true;
    const decoded = text.replace(/&([^;&]*);?/g, (_, name) => {
        const character = ENTITIES.get(name);
        known &&= character !== undefined;
        return character ?? '';
    });
    return known ? decoded : undefined;
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/list-range.js
/** One page of S3 has at most 1,000 keys. */
const PAGE_KEYS = 1000;
/** For keys that nobody knew: with a few of them, a range still is one page. */
const UNKNOWN_KEYS = 20;
/**
 * Parts of about one page each, which can be asked for at once: page after page, a listing of 20,000 objects waits for
 * twenty answers. Together they have every key there may be, whether it is among the likely ones or not.
 */
function listRanges(likely) {
    const keys = [...likely].sort(byBytes);
    const ends = [];
    for (let end = PAGE_KEYS - UNKNOWN_KEYS; end < keys.length; end += PAGE_KEYS - UNKNOWN_KEYS) {
        const key = keys[end - 1];
        if (key !== undefined)
            ends.push(key);
    }
    return [...ends, undefined].map((upTo, n) => {
        const after = ends[n - 1];
        return { ...(after === undefined ? {} : { after }), ...(upTo === undefined ? {} : { upTo }) };
    });
}
/** The order of their UTF-8, in which S3 lists; the language's own puts U+E000 to U+FFFF behind all that follows them. */
function byBytes(a, b) {
    if (a === b)
        return 0;
    // Nearly always the two orders are one.
    if (!SURROGATE.test(a) && !SURROGATE.test(b))
        return a < b ? -1 : 1;
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
const SURROGATE = /[\ud800-\udfff]/;

;// CONCATENATED MODULE: ./lib/src/gateways/s3/listing.js





/** S3 answers thousands of requests a second for each prefix; a runner has a few cores. */
const RANGES_AT_ONCE = 16;
/**
 * Every object below a prefix, over all pages. Throws rather than to return a part.
 * @param likely keys that are probably there: between them the listing is divided, and its parts asked for at once
 */
async function listObjects(connection, prefix, likely = []) {
    const ranges = listRanges(likely);
    try {
        const limit = (0,p_limit/* default */.A)(RANGES_AT_ONCE);
        const parts = await Promise.all(ranges.map((range) => limit(() => listRange(connection, prefix, range))));
        const ordered = parts.filter((part) => part !== 'unordered');
        // Not every store that speaks S3 lists in order, and then a range has no end.
        if (ordered.length < parts.length)
            return await listObjects(connection, prefix);
        return ordered.length === 1 && ordered[0] !== undefined
            ? ordered[0]
            : new Map(ordered.flatMap((part) => [...part]));
    }
    catch (thrown) {
        throw s3Failure(connection.bucket, 'list', thrown);
    }
}
async function listRange(connection, prefix, { after, upTo }) {
    const { bucket } = connection;
    const objects = new Map();
    const bounded = after !== undefined || upTo !== undefined;
    let last = after;
    let token;
    for (;;) {
        const where = token !== undefined ? { ContinuationToken: token } : after !== undefined ? { StartAfter: after } : {};
        const page = (await directPage(connection, prefix, where)) ?? (await sdkPage(connection, prefix, where));
        for (const [key, object] of page.objects) {
            if (bounded && last !== undefined && byBytes(last, key) >= 0)
                return 'unordered';
            last = key;
            if (upTo !== undefined && byBytes(key, upTo) > 0)
                return objects;
            objects.set(key, object);
        }
        if (page.next === undefined || (upTo !== undefined && last === upTo))
            return objects;
        if (page.next === token)
            throw incomplete(bucket, 'the same page twice');
        token = page.next;
    }
}
/** `undefined`: only the SDK can say what this is. */
async function directPage({ direct }, prefix, { StartAfter, ContinuationToken }) {
    if (direct === undefined)
        return undefined;
    const query = {
        'list-type': '2',
        'encoding-type': 'url',
        prefix,
        ...(StartAfter === undefined ? {} : { 'start-after': StartAfter }),
        ...(ContinuationToken === undefined ? {} : { 'continuation-token': ContinuationToken }),
    };
    const answer = await direct({ method: 'GET', key: '', query });
    return answer?.status === 200 ? readListPage(answer.body.toString()) : undefined;
}
async function sdkPage({ open, common, bucket, signal }, prefix, where) {
    const { sdk, client } = await open();
    // Without an encoding, XML cannot carry every key.
    const command = new sdk.ListObjectsV2Command({ ...common, Prefix: prefix, EncodingType: 'url', ...where });
    const page = await client.send(command, { abortSignal: signal });
    const objects = (page.Contents ?? []).map(({ Key = '', ETag, Size = 0 }) => {
        const key = page.EncodingType === 'url' ? decodedKey(Key) : Key;
        if (key === undefined)
            throw incomplete(bucket, `a key that cannot be decoded: ${Key}`);
        return [key, { etag: listing_unquoted(ETag), size: Size }];
    });
    const { IsTruncated, NextContinuationToken: next } = page;
    if (IsTruncated === undefined)
        throw incomplete(bucket, 'a page that does not say whether it is the last');
    if (!IsTruncated)
        return { objects };
    if (next === undefined)
        throw incomplete(bucket, 'a page without the next one');
    return { objects, next };
}
function listing_unquoted(etag) {
    return (etag ?? '').replaceAll('"', '');
}
function incomplete(bucket, found) {
    return new src_errors/* ActionError */.lZ({
        what: `The listing of the site's bucket ${bucket} is not complete`,
        found,
        expected: 'every page: with half a listing files would be deleted or uploaded by mistake',
        wayOut: 'Run the deploy again. Nothing was changed',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/multipart.js



/** Above this a file goes up in parts. */
const MULTIPART_ABOVE = 16 * 1024 * 1024;
const PART = 8 * 1024 * 1024;
/** S3's limits: at most 10,000 parts. */
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 4;
/**
 * A large file in parts, read part by part. What fails is aborted, so that no part is left to be paid for. The parts'
 * hashes are checked by S3, the whole by the reader before the upload is completed.
 * @returns the ETag
 */
async function putInParts({ open, common, signal }, upload) {
    const { key, content, contentType, cacheControl, kept } = upload;
    const { sdk, client } = await open();
    const place = { ...common, Key: key };
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({
        ...place,
        ...keptInput(kept),
        ContentType: contentType,
        CacheControl: cacheControl,
        ChecksumAlgorithm: 'SHA256',
    }), { abortSignal: signal });
    try {
        const parts = [];
        const running = new Set();
        let failure;
        let number = 0;
        for await (const bytes of content.chunks(Math.max(PART, Math.ceil(content.size / MOST_PARTS)))) {
            const PartNumber = ++number;
            const part = { ...place, UploadId, PartNumber, Body: bytes, ChecksumSHA256: (0,external_node_crypto_.hash)('sha256', bytes, 'base64') };
            const sent = client
                .send(new sdk.UploadPartCommand(part), { abortSignal: signal })
                .then(({ ETag }) => {
                parts.push({ PartNumber, ETag, ChecksumSHA256: part.ChecksumSHA256 });
            })
                .catch((thrown) => {
                failure ??= { thrown };
            })
                .finally(() => running.delete(sent));
            running.add(sent);
            if (running.size >= PARTS_AT_ONCE)
                await Promise.race(running);
            if (failure !== undefined)
                break;
        }
        await Promise.all(running);
        if (failure !== undefined)
            throw failure.thrown;
        const Parts = parts.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
        const completed = await client.send(new sdk.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }), { abortSignal: signal });
        return listing_unquoted(completed.ETag);
    }
    catch (thrown) {
        // Not with the run's signal: it may be the reason. A failure here is less than the first one.
        await client.send(new sdk.AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => { });
        throw thrown;
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/rewrite.js





/** The most that one CopyObject takes (S3 API): 5 GiB. */
const LARGEST_COPY = 5 * 1024 ** 3;
/**
 * Changes content type and cache control of an object by copying it onto itself. A copy that replaces headers drops all
 * it is not told, so everything that was there is repeated.
 * @returns the new ETag, or `too-large`
 */
async function rewriteHeaders({ open, common, bucket, signal }, key, { contentType, cacheControl }, etag, kept) {
    const { sdk, client } = await open();
    const place = { ...common, Key: key };
    const head = await client.send(new sdk.HeadObjectCommand(place), { abortSignal: signal });
    if ((head.ContentLength ?? 0) > LARGEST_COPY)
        return 'too-large';
    const command = new sdk.CopyObjectCommand({
        ...place,
        ...repeated(head),
        ...(kept?.contentEncoding === undefined ? {} : { ContentEncoding: kept.contentEncoding }),
        ...grantInput(kept?.grants ?? []),
        ...(common.ExpectedBucketOwner === undefined ? {} : { ExpectedSourceBucketOwner: common.ExpectedBucketOwner }),
        // Read as a URL by S3.
        CopySource: `${bucket}/${encodedKey(key)}`,
        CopySourceIfMatch: etag,
        MetadataDirective: 'REPLACE',
        ContentType: contentType,
        CacheControl: cacheControl,
    });
    try {
        const { CopyObjectResult } = await client.send(command, { abortSignal: signal });
        return listing_unquoted(CopyObjectResult?.ETag);
    }
    catch (thrown) {
        if (statusOf(thrown) !== 412)
            throw thrown;
        throw new src_errors/* ActionError */.lZ({
            what: `${key} was changed by somebody else during this deploy`,
            found: 'another ETag than in the listing',
            expected: 'one deploy of a site at a time',
            wayOut: 'Run the deploy again: it compares afresh and continues',
            cause: thrown,
        });
    }
}
/** Everything of an object that a copy would otherwise lose. */
function repeated(head) {
    const copied = {
        Metadata: head.Metadata,
        ContentDisposition: head.ContentDisposition,
        ContentEncoding: head.ContentEncoding,
        ContentLanguage: head.ContentLanguage,
        Expires: head.ExpiresString === undefined ? undefined : new Date(head.ExpiresString),
        WebsiteRedirectLocation: head.WebsiteRedirectLocation,
        StorageClass: head.StorageClass,
        ServerSideEncryption: head.ServerSideEncryption,
        SSEKMSKeyId: head.SSEKMSKeyId,
        BucketKeyEnabled: head.BucketKeyEnabled,
    };
    return Object.fromEntries(Object.entries(copied).filter(([, value]) => value !== undefined));
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/objects.js






/** The objects of a site in its bucket. */
function s3Objects(connection) {
    const { open, common, bucket, signal } = connection;
    const keeping = s3Kept(connection);
    let direct;
    const tried = async (doing, call) => {
        try {
            return await call();
        }
        catch (thrown) {
            throw s3Failure(bucket, doing, thrown);
        }
    };
    return {
        list: (prefix, likely) => listObjects(connection, prefix, likely),
        async look(key) {
            const { sdk, client } = await open();
            try {
                const command = new sdk.HeadObjectCommand({ ...common, Key: key, ChecksumMode: 'ENABLED' });
                const head = await client.send(command, { abortSignal: signal });
                const sha256 = wholeSha256(head.ChecksumSHA256);
                return {
                    etag: listing_unquoted(head.ETag),
                    size: head.ContentLength ?? 0,
                    contentType: head.ContentType ?? '',
                    cacheControl: head.CacheControl ?? '',
                    keyEncrypted: head.ServerSideEncryption?.startsWith('aws:kms') === true || head.SSECustomerAlgorithm !== undefined,
                    ...(sha256 === undefined ? {} : { sha256 }),
                };
            }
            catch (thrown) {
                if (statusOf(thrown) === 404)
                    return undefined;
                throw s3Failure(bucket, `look at ${key} in`, thrown);
            }
        },
        mayHaveAcls: async () => await tried('read the object ownership of', () => keeping.mayHaveAcls()),
        kept: async (key, acl) => await tried(`look at ${key} in`, () => keeping.kept(key, acl)),
        repeatAcl: async (key, grants) => await tried(`keep the ACL of ${key} in`, () => keeping.repeatAcl(key, grants)),
        put: async (upload) => await tried(`upload ${upload.key} to`, async () => {
            const { key, content, contentType, cacheControl, kept } = upload;
            if (content.size > MULTIPART_ABOVE)
                return await putInParts(connection, upload);
            const bytes = await content.bytes();
            direct ??= directPut(connection);
            const etag = kept === undefined ? await (await direct)(upload, bytes) : undefined;
            if (etag !== undefined)
                return etag;
            const { sdk, client } = await open();
            const command = new sdk.PutObjectCommand({
                ...common,
                ...keptInput(kept),
                Key: key,
                Body: bytes,
                ContentType: contentType,
                CacheControl: cacheControl,
                ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
            });
            return listing_unquoted((await client.send(command, { abortSignal: signal })).ETag);
        }),
        rewrite: async (key, headers, etag, kept) => await tried(`change the headers of ${key} in`, () => rewriteHeaders(connection, key, headers, etag, kept)),
        remove: async (keys) => await tried('delete old files from', async () => {
            const { sdk, client } = await open();
            const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
            const { Errors } = await client.send(new sdk.DeleteObjectsCommand({ ...common, Delete }));
            return (Errors ?? []).map(({ Key, Code, Message }) => ({
                key: Key ?? '',
                why: [Code, Message].filter((part) => part !== undefined).join(': '),
            }));
        }),
    };
}
/** Hex; the checksum of an upload in parts (`...-12`) is not one of the content. */
function wholeSha256(base64) {
    if (base64 === undefined || base64.includes('-'))
        return undefined;
    return Buffer.from(base64, 'base64').toString('hex');
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/records.js




/** Two conditional writes at once make one of them fail with 409; S3 asks to try that one again. */
const CONFLICT_PAUSES_MS = [100, 300, 900, 2000];
const CONTENT_TYPE = 'application/json';
const CACHE_CONTROL = 'no-store';
/** The action's own records in the site's bucket, written with `If-Match` and `If-None-Match`. */
function s3Records(connection) {
    const { open, common, bucket } = connection;
    const read = async (key) => {
        const known = await readDirectly(connection, key);
        if (known !== undefined)
            return known === 'absent' ? undefined : known;
        const { sdk, client } = await open();
        try {
            const { Body, ETag } = await client.send(new sdk.GetObjectCommand({ ...common, Key: key }));
            return { text: (await Body?.transformToString()) ?? '', etag: listing_unquoted(ETag) };
        }
        catch (thrown) {
            if (statusOf(thrown) === 404 && thrown.name !== 'NoSuchBucket')
                return undefined;
            throw s3Failure(bucket, `read ${key} from`, thrown);
        }
    };
    return {
        read,
        async write(key, text, over) {
            const written = await writeDirectly(connection, key, text, over);
            if (written !== undefined)
                return { etag: written };
            const { sdk, client } = await open();
            const command = new sdk.PutObjectCommand({
                ...common,
                Key: key,
                Body: text,
                ContentType: CONTENT_TYPE,
                CacheControl: CACHE_CONTROL,
                ...(over === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: over }),
            });
            for (let conflict = 0;; conflict++) {
                try {
                    return { etag: listing_unquoted((await client.send(command)).ETag) };
                }
                catch (thrown) {
                    const status = statusOf(thrown);
                    const wait = CONFLICT_PAUSES_MS[conflict];
                    if (status === 409 && wait !== undefined) {
                        await (0,external_node_timers_promises_.setTimeout)(wait);
                        continue;
                    }
                    // `If-Match` on what is gone is 404.
                    if (status !== 412 && status !== 409 && (status !== 404 || thrown.name === 'NoSuchBucket')) {
                        throw s3Failure(bucket, `write ${key} to`, thrown);
                    }
                    // A write whose answer was lost is tried again by the SDK, and then refused because of itself.
                    const there = await read(key);
                    return there?.text === text ? { etag: there.etag } : 'refused';
                }
            }
        },
        async remove(key, etag) {
            const answer = await connection.direct?.({ method: 'DELETE', key, headers: [['if-match', etag]] });
            if (answer?.status === 204)
                return;
            const { sdk, client } = await open();
            try {
                await client.send(new sdk.DeleteObjectCommand({ ...common, Key: key, IfMatch: etag }));
            }
            catch (thrown) {
                if (statusOf(thrown) !== 404)
                    throw s3Failure(bucket, `remove ${key} from`, thrown);
            }
        },
    };
}
/** `undefined`: only the SDK can say what this is. */
async function readDirectly({ direct }, key) {
    const answer = await direct?.({ method: 'GET', key });
    if (answer === undefined)
        return undefined;
    const { status, headers, body } = answer;
    if (status === 404 && body.includes('<Code>NoSuchKey</Code>'))
        return 'absent';
    if (status !== 200 || headers.etag === undefined)
        return undefined;
    return { text: body.toString(), etag: listing_unquoted(headers.etag) };
}
/**
 * @returns the new ETag, or `undefined`: refused, failed or nobody knows. Then the SDK writes the same again, and the same
 * that is there already is no refusal.
 */
async function writeDirectly({ direct }, key, text, over) {
    const answer = await direct?.({
        method: 'PUT',
        key,
        headers: [
            ['cache-control', CACHE_CONTROL],
            ['content-type', CONTENT_TYPE],
            over === 'nothing' ? ['if-none-match', '*'] : ['if-match', over],
        ],
        body: Buffer.from(text),
        bodySha256: (0,external_node_crypto_.hash)('sha256', text, 'hex'),
    });
    return answer?.status === 200 && answer.headers.etag !== undefined ? listing_unquoted(answer.headers.etag) : undefined;
}

;// CONCATENATED MODULE: ./lib/src/gateways/web/clock.js


/** Real time, that ends with the run. */
function siteClock(signal) {
    return {
        now: () => performance.now(),
        pause: async (milliseconds) => {
            try {
                await (0,external_node_timers_promises_.setTimeout)(milliseconds, undefined, { signal });
            }
            catch {
                throw new src_errors/* CancelledError */.cc('the wait for the edge');
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/web/release-probe.js
const release_probe_ANSWER_WITHIN_MS = 10_000;
const MOST_BYTES = 64 * 1024;
const BEGINNING = 100;
/** Asks as a browser does that comes for the first time: no `Cache-Control`, no query, redirects followed. */
function releaseProbe(signal, redact) {
    return {
        async get(url) {
            const reply = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(release_probe_ANSWER_WITHIN_MS)]) });
            const text = (await reply.text()).slice(0, MOST_BYTES);
            // Masked before it is cut: half a secret would not be found any more.
            return { status: reply.status, text, beginning: redact(text).slice(0, BEGINNING) };
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/connect-site.js








/**
 * Connects the front end lane. Nothing is asked before its first use; `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_S3` and
 * `AWS_ENDPOINT_URL_CLOUDFRONT` are honoured.
 */
function connectSite(options) {
    const { directory, bucket, region, credentials, expectedBucketOwner, prepare, runs, log, signal } = options;
    const prepared = prepare === undefined ? {} : { prepare };
    const common = {
        ...(region === undefined ? {} : { region }),
        ...(credentials === undefined ? {} : { credentials }),
    };
    const s3 = s3Connection({
        bucket,
        ...common,
        ...prepared,
        ...(expectedBucketOwner === undefined ? {} : { expectedBucketOwner }),
        signal,
    });
    const clock = siteClock(signal);
    return {
        log,
        folder: localFiles(directory),
        objects: s3Objects(s3),
        records: s3Records(s3),
        distributions: cloudFront({ bucket, client: common, ...prepared, clock, signal }),
        probe: releaseProbe(signal, actionsSecrets.redact),
        runs,
        clock,
        signal,
    };
}

;// CONCATENATED MODULE: ./lib/src/lambda/entry-name.js

/** Refuses a name that would be unpacked elsewhere than under the package's root, or under another name. */
function checkEntryName(path, name) {
    const why = faultOf(path);
    if (why === undefined)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" has an entry that ${why}`,
        found: JSON.stringify(path),
        expected: 'paths below the root of the package, with "/" between the folders',
        wayOut: 'Pack it again from inside its own folder; nothing was uploaded',
    });
}
function faultOf(path) {
    if (path === '')
        return 'has no name';
    if (path.includes('\0'))
        return 'has a NUL in its name';
    if (path.startsWith('/') || /^[A-Za-z]:/.test(path))
        return 'begins at the root of the disk';
    if (path.includes('\\'))
        return 'has a backslash in its name: Linux would take the whole path for one file name';
    const segments = path.replace(/\/$/, '').split('/');
    if (segments.includes('..'))
        return 'leaves the package';
    if (segments.includes('.') || segments.includes(''))
        return 'has an empty or a "." part in its path';
    return undefined;
}

;// CONCATENATED MODULE: ./lib/src/lambda/left-out.js
/** Never part of a package, at any depth, as they are never part of a site: what a checkout and a Mac leave behind. */
const left_out_NEVER = new Set(['.git', '.DS_Store']);
/** What installers note for themselves below a `node_modules`, with times in it. No code reads it. */
const INSTALLER_STATE = /(?:^|\/)node_modules\/(?:\.modules\.yaml|\.pnpm-workspace-state[^/]*\.json|\.yarn-integrity|\.yarn-state\.yml|\.cache\/.*)$/;
/** Of the repository and not of the function. Below the root it may be data. */
const README_AT_ROOT = /^readme(?:\.(?:md|markdown|rst|txt|adoc))?$/i;
const BYTECODE = /(?:^|\/)__pycache__\/[^/]+\.pyc$/;
const FLAGS_AT = 4;
/** `.git` (a folder, or the file of a worktree) or `.DS_Store`, or what lies below. */
function isNeverPacked(path) {
    return path.split('/').some((segment) => left_out_NEVER.has(segment));
}
/** Left out by its name alone, without being read. @param path relative to the package's root, with `/` */
function isLeftOut(path) {
    return isNeverPacked(path) || INSTALLER_STATE.test(path) || README_AT_ROOT.test(path);
}
/**
 * Bytecode that holds the time of its source (PEP 552: no flag is set). A package has constant times, so that Python would
 * find it stale and compile again: it is of no use, and differs with each install. What is checked by a hash is kept.
 */
function isStaleBytecode(path, content) {
    return BYTECODE.test(path) && content.length > FLAGS_AT && content[FLAGS_AT] === 0;
}
/** Whether `isStaleBytecode` has to see the content. */
function isBytecode(path) {
    return BYTECODE.test(path);
}

;// CONCATENATED MODULE: ./lib/src/lambda/package-entry.js



/** Type and permissions of a symlink, as a zip made on a Unix has them. */
const LINK_MODE = 0o120777;
/** A zip counts its entries in 16 bits; whether Lambda takes the 64-bit form is said nowhere. */
const MOST_ENTRIES = 65_534;
/** Sorts by the bytes of the path, which no locale changes, and refuses what cannot be packed. */
function packageContents(entries, name) {
    if (entries.length === 0)
        throw emptyPackage(name);
    if (entries.length > MOST_ENTRIES)
        throw tooManyEntries(name, entries.length);
    for (const { path } of entries)
        checkEntryName(path, name);
    const sorted = sortedByPath(entries);
    for (const [at, { path }] of sorted.entries())
        if (sorted[at - 1]?.path === path)
            throw duplicateEntry(path, name);
    return sorted;
}
function sortedByPath(entries) {
    return [...entries].sort((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)));
}
/**
 * The SHA-256 (hex) of the list of mode, content hash and path: what the package is, whatever packed it. NUL ends
 * each line, since it is the only byte that no path holds.
 */
function packageDigest(entries) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    for (const { path, mode, hash } of sortedByPath(entries))
        digest.update(`${mode.toString(8)} ${hash} ${path}\0`);
    return digest.digest('hex');
}
function digestedEntry(path, mode, content) {
    return { path, mode, hash: (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex') };
}
function emptyPackage(name) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" is empty`,
        found: 'no file at all',
        expected: 'the handler and what it needs',
        wayOut: 'Build it before this step, and check its path in "lambda-packages"',
    });
}
function duplicateEntry(path, name) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" has two different files of one name`,
        found: JSON.stringify(path),
        expected: 'every path once: which of two would run is not defined',
        wayOut: 'Pack it into a new file (zip adds to an old one); for a fat jar set duplicatesStrategy = EXCLUDE (Gradle) or ' +
            'merge them with a transformer (maven-shade-plugin). Nothing was uploaded',
    });
}
function tooManyEntries(name, entries) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" has too many files`,
        found: String(entries),
        expected: `at most ${MOST_ENTRIES}, what a zip holds`,
        wayOut: 'Bundle the handler, or leave development dependencies out; in Java hand over a folder with your classes and ' +
            'the dependencies as jars in lib/, each of which is one file. Nothing was uploaded',
    });
}

;// CONCATENATED MODULE: ./lib/src/lambda/package-size.js

/**
 * Bytes that a function and its layers may have unzipped: 250 MiB.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const UNZIPPED_LIMIT = 262_144_000;
const SHOWN_DIRECTORIES = 10;
/** Bytes of all files; over the limit an error that says where they are, before Lambda says so after the upload. */
function checkedSize(files, name) {
    const total = files.reduce((sum, { size }) => sum + size, 0);
    if (total <= UNZIPPED_LIMIT)
        return total;
    const largest = largestDirectories(files)
        .map(({ path, size }) => `${path} ${megabytes(size)}`)
        .join(', ');
    throw new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" is too large: Lambda takes ${megabytes(UNZIPPED_LIMIT)} unzipped`,
        found: `${megabytes(total)} (${total} bytes) in ${files.length} files, most of it in ${largest}`,
        expected: `at most ${UNZIPPED_LIMIT} bytes`,
        wayOut: 'Leave development dependencies out, bundle the handler, or move large data to a layer or to S3',
    });
}
/**
 * The directories with the most bytes. A dependency counts as a whole (`node_modules/NAME`, `node_modules/@SCOPE/NAME`),
 * everything else by its first folder: that is what one can do without.
 */
function largestDirectories(files) {
    const sizes = new Map();
    for (const { path, size } of files) {
        const directory = directoryOf(path);
        sizes.set(directory, (sizes.get(directory) ?? 0) + size);
    }
    return [...sizes]
        .map(([path, size]) => ({ path, size }))
        .sort((one, other) => other.size - one.size || (one.path < other.path ? -1 : 1))
        .slice(0, SHOWN_DIRECTORIES);
}
function directoryOf(path) {
    const segments = path.split('/').slice(0, -1);
    if (segments.length === 0)
        return '.';
    const depth = segments[0] !== 'node_modules' ? 1 : segments[1]?.startsWith('@') ? 3 : 2;
    return `${segments.slice(0, depth).join('/')}/`;
}
function megabytes(bytes) {
    return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./lib/src/lambda/archive/directory.js


const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const LONGEST_COMMENT = 0xffff;
const CENTRAL_HEADER_BYTES = 46;
const UNIX = 3;
const ENCRYPTED = 0x0001 | 0x2000;
const IS_64_BIT_16 = 0xffff;
const IS_64_BIT_32 = 0xffffffff;
/** Reads the central directory of a `.zip` or `.jar`. Whatever cannot be read with certainty is refused. */
function archiveDirectory(archive, name) {
    const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
    const end = endOfDirectory(bytes, name);
    const count = bytes.readUInt16LE(end + 10);
    const size = bytes.readUInt32LE(end + 12);
    const start = bytes.readUInt32LE(end + 16);
    if (count === IS_64_BIT_16 || size === IS_64_BIT_32 || start === IS_64_BIT_32)
        throw is64Bit(bytes, end, name);
    if (bytes.readUInt16LE(end + 4) !== 0 || bytes.readUInt16LE(end + 8) !== count) {
        throw directory_unreadable(name, 'it is one part of several');
    }
    if (start + size !== end)
        throw displaced(name, end - size - start);
    const entries = [];
    let found = 0;
    let at = start;
    while (at < end) {
        const entry = at + CENTRAL_HEADER_BYTES <= end ? entryAt(bytes, at, name) : undefined;
        if (entry === undefined)
            throw directory_unreadable(name, `its directory is damaged after ${found} entries`);
        found++;
        // The entry "./" is the folder itself.
        if (entry.entry.path !== '' || entry.entry.rawName.length === 0)
            entries.push(entry.entry);
        at = entry.next;
    }
    if (found !== count)
        throw directory_unreadable(name, `it says ${count} entries and has ${found}`);
    return entries;
}
function entryAt(bytes, at, name) {
    if (bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02')
        return undefined;
    const nameLength = bytes.readUInt16LE(at + 28);
    const nameBytes = bytes.subarray(at + CENTRAL_HEADER_BYTES, at + CENTRAL_HEADER_BYTES + nameLength);
    const packedSize = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt32LE(at + 24);
    const offset = bytes.readUInt32LE(at + 42);
    if ([packedSize, size, offset].includes(IS_64_BIT_32))
        throw unneeded64Bit(name);
    const written = nameBytes.toString('utf8');
    if (!Buffer.from(written).equals(nameBytes)) {
        throw directory_unreadable(name, `an entry's name is not UTF-8: ${JSON.stringify(nameBytes.toString('latin1'))}`);
    }
    const path = written.replace(/^(?:\.\/)+/, '');
    const entry = {
        path,
        rawName: nameBytes,
        directory: written.endsWith('/'),
        size,
        packedSize,
        method: bytes.readUInt16LE(at + 10),
        crc32: bytes.readUInt32LE(at + 16),
        encrypted: (bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
        unixMode: bytes.readUInt8(at + 5) === UNIX ? bytes.readUInt32LE(at + 38) >>> 16 : 0,
        offset,
    };
    const next = at + CENTRAL_HEADER_BYTES + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return { entry, next };
}
/**
 * The end record is the last thing but a comment, whose length it holds. A comment may hold something that looks the
 * same: two readers could then see two different archives, so there has to be one alone.
 */
function endOfDirectory(bytes, name) {
    const earliest = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
    const ends = [];
    for (let at = bytes.length - END_BYTES; at >= earliest; at--) {
        if (bytes.toString('latin1', at, at + 4) !== 'PK\x05\x06')
            continue;
        if (at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length)
            ends.push(at);
    }
    const [end] = ends;
    if (end === undefined)
        throw directory_unreadable(name, 'there is no directory at its end: it is no zip, or cut off');
    if (ends.length > 1)
        throw directory_unreadable(name, 'it has two ends: what is in it depends on who reads it');
    return end;
}
/** The 64-bit form is needed for more entries than 16 bits count; for fewer it is only a habit of the tool. */
function is64Bit(bytes, end, name) {
    const locator = end - LOCATOR_BYTES;
    const isLocated = locator >= 0 && bytes.toString('latin1', locator, locator + 4) === 'PK\x06\x07';
    const record = isLocated ? Number(bytes.readBigUInt64LE(locator + 8)) : bytes.length;
    const isRecord = record + 40 <= bytes.length && bytes.toString('latin1', record, record + 4) === 'PK\x06\x06';
    const count = isRecord ? Number(bytes.readBigUInt64LE(record + 32)) : 0;
    return count > MOST_ENTRIES ? tooManyEntries(name, count) : unneeded64Bit(name);
}
function unneeded64Bit(name) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" is a zip in the 64-bit form (zip64), which is not needed below 4 GiB and 65,535 files`,
        wayOut: 'Unzip it and hand over the folder, or pack it with zip -r or jar --create; nothing was uploaded',
    });
}
function displaced(name, bytes) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" has something before its archive, such as the launcher of an executable jar`,
        found: `a directory ${Math.abs(bytes)} bytes from where it says`,
        wayOut: 'Run zip -A on it, which corrects the directory, or build it without the launcher; nothing was uploaded',
    });
}
function directory_unreadable(name, why) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" cannot be read as a zip`,
        found: why,
        expected: 'a .zip or .jar that ends in its central directory',
        wayOut: 'Build it again, and test it with unzip -t; nothing was uploaded',
    });
}

;// CONCATENATED MODULE: ./lib/src/lambda/archive/contents.js





const LOCAL_HEADER_BYTES = 30;
const PERMISSIONS = 0o777;
const TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;
const HEAD_BYTES = 4096;
function isLink({ unixMode }) {
    return (unixMode & TYPE_MASK) === SYMLINK;
}
/** The content of one entry, by its central header; `undefined` when it is not what both of its headers say. */
function entryContent(archive, entry) {
    const packed = packedBytes(archive, entry);
    if (packed === undefined)
        return undefined;
    try {
        // One byte more than it says: an entry that holds more is seen, and never unpacked further.
        const content = entry.method === 0 ? packed : (0,external_node_zlib_.inflateRawSync)(packed, { maxOutputLength: entry.size + 1 });
        return content.length === entry.size && (0,external_node_zlib_.crc32)(content) === entry.crc32 ? content : undefined;
    }
    catch {
        return undefined;
    }
}
/** The first bytes of an entry, for what its form says; `undefined` when they cannot be read. */
function entryHead(archive, entry) {
    const packed = packedBytes(archive, entry)?.subarray(0, HEAD_BYTES);
    if (packed === undefined || entry.method === 0)
        return packed;
    try {
        return (0,external_node_zlib_.inflateRawSync)(packed, { finishFlush: external_node_zlib_.constants.Z_SYNC_FLUSH });
    }
    catch {
        return undefined;
    }
}
/**
 * What `packageDigest` says of an archive, whoever made it: files with their permissions and symlinks count, times,
 * order, folders and compression do not. A jar that is built again has the same digest.
 */
function archiveDigest(archive, name) {
    const files = archiveDirectory(archive, name).filter(({ directory }) => !directory);
    checkedSize(files, name);
    const entries = new Map();
    for (const entry of files) {
        const content = entryContent(archive, entry);
        if (content === undefined)
            throw damaged(entry.path, name);
        const mode = isLink(entry) ? LINK_MODE : entry.unixMode & PERMISSIONS;
        entries.set(entry.path, digestedEntry(entry.path, mode, content));
    }
    return packageDigest([...entries.values()]);
}
function packedBytes(archive, entry) {
    if (entry.offset + LOCAL_HEADER_BYTES > archive.length)
        return undefined;
    const header = Buffer.from(archive.buffer, archive.byteOffset + entry.offset, LOCAL_HEADER_BYTES);
    if (header.readUInt32LE(0) !== 0x04034b50)
        return undefined;
    const named = entry.offset + LOCAL_HEADER_BYTES;
    const nameLength = header.readUInt16LE(26);
    // Who reads the archive from its beginning sees this name, who reads its directory the other.
    if (!Buffer.from(archive.subarray(named, named + nameLength)).equals(entry.rawName))
        return undefined;
    const start = named + nameLength + header.readUInt16LE(28);
    const packed = archive.subarray(start, start + entry.packedSize);
    return packed.length === entry.packedSize ? packed : undefined;
}
function damaged(path, name) {
    return new src_errors/* ActionError */.lZ({
        what: `${JSON.stringify(path)} in the Lambda package "${name}" is damaged`,
        found: 'content, name or checksum other than the directory of the archive says',
        wayOut: 'Build the archive again, and test it with unzip -t; nothing was uploaded',
    });
}

;// CONCATENATED MODULE: ./lib/src/lambda/archive/checks.js








const checks_PERMISSIONS = 0o777;
const READABLE_FOR_OTHERS = 0o004;
const OPEN_FOR_OTHERS = 0o005;
const METHODS = [0, 8];
const LONGEST_LINK = 4096;
/**
 * Checks a `.zip` or `.jar` that somebody else made, before it is uploaded as it is. Returns its files and the bytes
 * that they have unzipped, by its own word.
 */
function checkedArchive(archive, name) {
    const entries = archiveDirectory(archive, name);
    const seen = new Map();
    for (const entry of entries) {
        checkEntryName(entry.path, name);
        const path = entry.path.replace(/\/$/, '');
        const first = seen.get(path);
        if (first !== undefined && !isSame(archive, first, entry))
            throw duplicateEntry(entry.path, name);
        seen.set(path, entry);
        if (isNeverPacked(path))
            throw notCode(path, name);
        checkForm(entry, name);
        if (isLink(entry))
            checkLink(archive, entry, name);
        else
            checkReadable(entry, name);
    }
    const files = [...seen.values()].filter(({ directory }) => !directory);
    if (files.length === 0)
        throw emptyPackage(name);
    return { files: files.length, size: checkedSize(files, name) };
}
/**
 * A fat jar often has a folder or a licence twice, which is the same to whoever unpacks it. Folders that different tools wrote
 * have different modes; each has to be one that everyone may open.
 */
function isSame(archive, one, other) {
    if (one.directory || other.directory)
        return one.directory && other.directory;
    if (one.unixMode !== other.unixMode || one.size !== other.size || one.crc32 !== other.crc32)
        return false;
    const [content, again] = [entryContent(archive, one), entryContent(archive, other)];
    return content !== undefined && again !== undefined && Buffer.compare(content, again) === 0;
}
function checkForm(entry, name) {
    const found = entry.encrypted
        ? 'it is encrypted'
        : METHODS.includes(entry.method)
            ? undefined
            : `it is packed by method ${entry.method}`;
    if (found === undefined)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: `Lambda cannot unpack ${JSON.stringify(entry.path)} in the package "${name}"`,
        found,
        expected: 'entries that are stored or deflated, without a password',
        wayOut: 'Pack it again with plain zip; nothing was uploaded',
    });
}
/** Lambda runs the code as a user that owns none of the files. */
function checkReadable({ path, unixMode, directory }, name) {
    const needed = directory ? OPEN_FOR_OTHERS : READABLE_FOR_OTHERS;
    if ((unixMode & checks_PERMISSIONS) === 0 || (unixMode & needed) === needed)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: `The function could not read ${JSON.stringify(path)} of the package "${name}": it runs as another user`,
        found: `mode ${(unixMode & 0o7777).toString(8).padStart(4, '0')}`,
        expected: directory
            ? 'folders that everyone may open (0755)'
            : 'files that everyone may read (0644, or 0755 for programs)',
        wayOut: 'Run chmod -R a+rX before packing, or hand over the folder, which is packed with the right modes',
    });
}
function checkLink(archive, entry, name) {
    // The link's text is its content.
    const content = entry.size > LONGEST_LINK ? undefined : entryContent(archive, entry);
    const target = content === undefined ? undefined : Buffer.from(content).toString('utf8');
    const resolved = target === undefined ? '..' : external_node_path_.posix.join(external_node_path_.posix.dirname(entry.path), target);
    const escapes = target?.startsWith('/') || resolved === '..' || resolved.startsWith('../');
    if (!escapes)
        return;
    throw linkOutside(entry.path, target ?? 'something unreadable', name);
}
/** A symlink whose target is not in the package, in an archive or in a folder. */
function linkOutside(path, target, name) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" has a symlink that leaves it`,
        found: `${JSON.stringify(path)} -> ${JSON.stringify(target)}`,
        expected: 'links to files of the package',
        wayOut: 'Bundle the handler (esbuild --bundle --platform=node), or copy the folder with its links followed (cp -RL) and ' +
            'package the copy; of a pnpm workspace package what pnpm deploy makes. Nothing was uploaded',
    });
}
function notCode(path, name) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" holds a repository, whose configuration may hold a token`,
        found: JSON.stringify(path),
        wayOut: 'Pack it without (zip -x ".git/*"), or hand over the folder, from which it is left out; nothing was uploaded',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/package-files.js







const OWNER_MAY_RUN = 0o100;
/** Packages on this machine's disk, their paths relative to the workspace. */
function packageFiles(workspace) {
    return {
        async read(name, path) {
            const place = (0,external_node_path_.join)(workspace, path);
            const stats = await statOf(place);
            if (stats?.isDirectory())
                return await readFolder(name, place);
            const extension = /\.(zip|jar)$/i.exec(path)?.[1]?.toLowerCase();
            if (stats?.isFile() && (extension === 'zip' || extension === 'jar')) {
                return { kind: 'archive', extension, bytes: await (0,promises_.readFile)(place) };
            }
            throw new src_errors/* ActionError */.lZ({
                what: `The Lambda package "${name}" cannot be read`,
                found: stats === undefined ? `nothing at ${path}` : `${path}, which is neither a folder nor a .zip or .jar`,
                expected: 'a folder with the built handler, a .zip, or a .jar',
                wayOut: 'Build it in a step before this one, and check its path in "lambda-packages"',
            });
        },
    };
}
async function statOf(place) {
    try {
        return await (0,promises_.stat)(place);
    }
    catch (thrown) {
        if (thrown.code === 'ENOENT')
            return undefined;
        throw thrown;
    }
}
/** Lists first: a folder that is far too large is refused before it is in memory. */
async function readFolder(name, folder) {
    const root = await (0,promises_.realpath)(folder);
    const files = await listed(name, root, root, '');
    checkedSize(files, name);
    const entries = [];
    for (const { path, file, mode } of files) {
        if (mode === LINK_MODE)
            entries.push({ path, mode, content: Buffer.from(linkText(root, path, file)) });
        else {
            const content = await (0,promises_.readFile)(file);
            if (!isBytecode(path) || !isStaleBytecode(path, content))
                entries.push({ path, mode, content });
        }
    }
    return { kind: 'folder', entries };
}
async function listed(name, root, folder, prefix) {
    const files = [];
    for (const entry of await (0,promises_.readdir)(folder, { withFileTypes: true, encoding: 'buffer' })) {
        const found = decodedName(entry, name, prefix);
        const path = `${prefix}${found}`;
        if (isLeftOut(path))
            continue;
        const file = (0,external_node_path_.join)(folder, found);
        if (entry.isSymbolicLink()) {
            const target = await resolvedLink(name, root, file, path);
            if (!isLeftOut(inside(root, target)))
                files.push({ path, file: target, size: 0, mode: LINK_MODE });
        }
        else if (entry.isDirectory())
            files.push(...(await listed(name, root, file, `${path}/`)));
        else if (entry.isFile()) {
            const { size, mode } = await (0,promises_.stat)(file);
            files.push({ path, file, size, mode: (mode & OWNER_MAY_RUN) === 0 ? 0o644 : 0o755 });
        }
        else
            throw unpackable(name, path, 'a device, pipe or socket');
    }
    return files;
}
/** Relative, wherever the folder was built: what pnpm and workspaces make finds its neighbours by where a link leads. */
function linkText(root, path, target) {
    const text = external_node_path_.posix.relative(external_node_path_.posix.dirname(path), inside(root, target));
    return text === '' ? '.' : text;
}
/** `''` for the root itself. */
function inside(root, place) {
    return (0,external_node_path_.relative)(root, place).split(external_node_path_.sep).join('/');
}
async function resolvedLink(name, root, link, path) {
    const target = await (0,promises_.readlink)(link);
    let real;
    try {
        real = await (0,promises_.realpath)(link);
    }
    catch (thrown) {
        const code = thrown.code;
        throw unpackable(name, path, code === 'ELOOP' ? 'a symlink that leads to itself' : `a symlink to nothing (${target})`);
    }
    if (real !== root && !real.startsWith(`${root}${external_node_path_.sep}`))
        throw linkOutside(path, target, name);
    const stats = await (0,promises_.stat)(real);
    if (!stats.isFile() && !stats.isDirectory())
        throw unpackable(name, path, 'a symlink to a device, pipe or socket');
    return real;
}
function decodedName(entry, name, prefix) {
    const decoded = entry.name.toString('utf8');
    if (Buffer.from(decoded).equals(entry.name))
        return decoded;
    throw unpackable(name, `${prefix}${entry.name.toString('latin1')}`, 'a name that is not UTF-8');
}
function unpackable(name, path, found) {
    return new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${name}" has something that cannot be packed`,
        found: `${JSON.stringify(path)}: ${found}`,
        expected: 'files, folders, and symlinks to files of the package',
        wayOut: 'Remove it from the folder, or package another one; nothing was uploaded',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/failure.js

/** Longer than this no job should stand still: it fails, and says until when. */
const LONGEST_WAIT_MS = 120_000;
/** HTTP status of a failed request; `undefined` when no complete answer came (Octokit then says 500 without one). */
function failure_statusOf(thrown) {
    const { status, response } = thrown;
    return response === undefined ? undefined : status;
}
/** A later attempt may succeed: no answer, a server's error, a limit. */
function isTransient(thrown) {
    const status = failure_statusOf(thrown);
    if (status === undefined)
        return thrown instanceof Error && 'request' in thrown;
    return status >= 500 || isLimit(thrown);
}
/** GitHub says that it did not begin, or the connection was never made: even creating may be tried again. */
function wasNotProcessed(thrown) {
    return isLimit(thrown) || /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(causes(thrown));
}
/**
 * How long to wait before the next attempt: `retry-after` (seconds), or `x-ratelimit-reset` (epoch seconds) when
 * nothing remains, else `pauseMs`. `undefined` when that is longer than a job should wait.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
function retryDelayMs(thrown, pauseMs, now = Date.now()) {
    const asked = askedDelayMs(thrown, now);
    if (asked === undefined)
        return pauseMs;
    return asked > LONGEST_WAIT_MS ? undefined : Math.max(asked, 0);
}
/** `found` and `wayOut` of an error about this failure. */
function describeFailure(thrown) {
    const status = failure_statusOf(thrown);
    const message = timedOut(thrown) ? 'no answer in time' : (0,src_errors/* asError */.zR)(thrown).message;
    const found = status === undefined ? message : `${status} ${message}`;
    if (isLimit(thrown)) {
        const delay = askedDelayMs(thrown, Date.now());
        const wait = delay === undefined ? 'a while' : `${Math.ceil(delay / 60_000)} minutes`;
        return { found, wayOut: `GitHub limits how often this token may ask: run the job again in ${wait}` };
    }
    if (status === 401)
        return { found, wayOut: 'The token is not valid (any more): look at the input "github-token"' };
    if (status === 403 && /\block(ed)?\b/i.test(message)) {
        return {
            found,
            wayOut: 'The conversation is locked: unlock it on the page of the pull request or issue, or set "comment" to never',
        };
    }
    if (status === 403 || status === 404) {
        return { found, wayOut: 'Look at the job\'s "permissions": docs/security.md names each with its reason' };
    }
    if (status === 410) {
        return { found, wayOut: 'It is switched off or gone: look at "Features" in the settings of the repository' };
    }
    return { found, wayOut: 'Run the job again' };
}
function isLimit(thrown) {
    const status = failure_statusOf(thrown);
    if (status === 429)
        return true;
    const { response, message } = thrown;
    return (status === 403 &&
        (response?.headers?.['retry-after'] !== undefined ||
            response?.headers?.['x-ratelimit-remaining'] === '0' ||
            /secondary rate limit/i.test(message)));
}
function askedDelayMs(thrown, now) {
    const headers = thrown.response?.headers;
    const after = Number(headers?.['retry-after'] ?? Number.NaN);
    if (Number.isFinite(after))
        return after * 1000;
    const reset = Number(headers?.['x-ratelimit-reset'] ?? Number.NaN);
    if (headers?.['x-ratelimit-remaining'] === '0' && Number.isFinite(reset))
        return reset * 1000 - now;
    return undefined;
}
/** Node's own words for it depend on where it struck. */
function timedOut(thrown) {
    const { name, cause } = thrown;
    return name === 'TimeoutError' || cause?.name === 'TimeoutError';
}
function causes(thrown) {
    const words = [];
    for (let at = thrown; at instanceof Error && words.length < 8; at = at.cause) {
        words.push(at.message, String(at.code ?? ''));
    }
    return words.join(' ');
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/api.js




const api_ATTEMPTS = 4;
const api_TIMEOUT_MS = 30_000;
const PAUSE_MS = 500;
/** GitHub's own maximum, https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api. */
const PAGE_SIZE = 100;
/**
 * Requests to one repository of GitHub's REST API, with replies checked against a schema. Reading is tried again
 * after a 5xx, a broken connection or a broken body; creating is not, unless GitHub says that it did not begin.
 */
class GitHubApi {
    connection;
    #octokit;
    #viewer;
    constructor(connection) {
        this.connection = connection;
    }
    /** @param what what is being done, as the subject of `failed`: `Reading pull request #3` */
    async get(what, route, parameters, schema) {
        return this.#checked(what, (await this.#request(what, `GET ${route}`, parameters)).data, schema);
    }
    /** @param repeatable whether doing it twice is the same as doing it once */
    async send(what, method, route, parameters, schema, { repeatable = method === 'PATCH' } = {}) {
        const { data } = await this.#request(what, `${method} ${route}`, parameters, repeatable);
        return this.#checked(what, data, schema);
    }
    /** Elements of a list, page by page, so that a search can stop early. `field`: where the page wraps its list. */
    async *elements(what, route, parameters, schema, field) {
        const page = dist/* array */.YOg(schema);
        for (let number = 1;; number++) {
            const { data, headers } = await this.#request(what, `GET ${route}`, {
                ...parameters,
                per_page: PAGE_SIZE,
                page: number,
            });
            const list = field === undefined ? data : data[field];
            yield* this.#checked(what, list, page);
            // A page may be shorter than asked for and still have a successor: only the link tells.
            if (!/rel="?next"?/.test(headers.link ?? ''))
                return;
        }
    }
    async all(what, route, parameters, schema, field) {
        const found = [];
        for await (const element of this.elements(what, route, parameters, schema, field))
            found.push(element);
        return found;
    }
    /**
     * Login of the token's own identity, such as `github-actions[bot]`. By GraphQL: the REST route `/user` refuses
     * the tokens of apps.
     */
    async viewer() {
        this.#viewer ??= this.#readViewer();
        return await this.#viewer;
    }
    async #readViewer() {
        const what = 'Finding out whose token this is';
        const reply = await this.#attempt(what, true, async () => (await this.#client()).graphql('{ viewer { login } }', { request: { signal: this.#timeout() } }));
        return this.#checked(what, reply, dist/* object */.Ikc({ viewer: dist/* object */.Ikc({ login: dist/* string */.YjP() }) })).viewer.login;
    }
    async #request(what, route, parameters, repeatable = true) {
        const { owner, repo } = this.connection;
        return await this.#attempt(what, repeatable, async () => {
            const octokit = await this.#client();
            const { data, headers } = await octokit.request(route, {
                owner,
                repo,
                ...parameters,
                request: { signal: this.#timeout() },
            });
            // Octokit hands over a body that broke off as text, and an empty one as `''`: as a list it would be empty.
            if (typeof data !== 'object' || data === null)
                throw new BrokenReply();
            return { data: data, headers: { link: headers.link } };
        });
    }
    async #attempt(what, repeatable, work) {
        const { log, signal, pauseMs = PAUSE_MS } = this.connection;
        for (let attempt = 1;; attempt++) {
            try {
                return await work();
            }
            catch (thrown) {
                const broken = thrown instanceof BrokenReply || isTransient(thrown);
                const again = repeatable ? broken : wasNotProcessed(thrown);
                const delay = retryDelayMs(thrown, pauseMs * 2 ** (attempt - 1));
                if (!again || attempt === api_ATTEMPTS || delay === undefined || signal?.aborted)
                    throw api_failed(what, thrown);
                log.info(`${what}: ${describeFailure(thrown).found}; trying again in ${Math.ceil(delay / 1000)} s`);
                await (0,external_node_timers_promises_.setTimeout)(delay, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
            }
        }
    }
    #timeout() {
        return AbortSignal.timeout(this.connection.timeoutMs ?? api_TIMEOUT_MS);
    }
    #checked(what, data, schema) {
        const result = dist/* safeParse */.xLC(schema, data);
        if (result.success)
            return result.output;
        const [issue] = result.issues;
        const path = dist/* getDotPath */.BuJ(issue);
        throw new src_errors/* ActionError */.lZ({
            what: `${what} failed: GitHub's answer does not have the expected shape`,
            found: `${issue.received}${path === null ? '' : ` at "${path}"`}`,
            expected: issue.expected ?? 'something else',
            wayOut: 'Run the job again; if it stays, report it with the address of the API',
        });
    }
    async #client() {
        this.#octokit ??= __webpack_require__.e(/* import() */ 413).then(__webpack_require__.bind(__webpack_require__, 2413)).then((github) => github.getOctokit(this.connection.token, { baseUrl: this.connection.apiUrl }));
        return await this.#octokit;
    }
}
class BrokenReply extends Error {
    name = 'BrokenReply';
    message = 'the answer broke off';
}
/** Every failed request ends as this; `status` tells the few that a caller can do something about. */
class GitHubFailure extends src_errors/* ActionError */.lZ {
    /** HTTP status; `undefined` when no complete answer came. */
    status;
    constructor(parts, status) {
        super(parts);
        this.status = status;
    }
}
function api_failed(what, thrown) {
    return new GitHubFailure({ what: `${what} failed`, ...describeFailure(thrown), cause: thrown }, failure_statusOf(thrown));
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/author.js

/** Who made something on GitHub; `null`: an account that is gone. */
const AUTHOR = dist/* nullable */.mee(dist/* object */.Ikc({ login: dist/* string */.YjP(), type: dist/* optional */.lqM(dist/* string */.YjP(), 'User') }));
/** An app is `name[bot]` in one API and `name` in the other; a person called `name` is somebody else. */
function isBy(viewer, author) {
    if (author === null)
        return false;
    if (author.login === viewer)
        return true;
    return author.type === 'Bot' && withoutBot(author.login) === withoutBot(viewer);
}
function withoutBot(login) {
    return login.replace(/\[bot\]$/, '');
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/created-once.js


const created_once_ATTEMPTS = 3;
const created_once_PAUSE_MS = 500;
/**
 * Creates something of which there may be one only. A server's error or a lost answer leaves open whether it was made, so
 * it is looked for before it is made again.
 */
async function createdOnce({ pauseMs = created_once_PAUSE_MS, signal }, create, find) {
    for (let attempt = 1;; attempt++) {
        try {
            return await create();
        }
        catch (thrown) {
            const unclear = thrown instanceof GitHubFailure && (thrown.status === undefined || thrown.status >= 500);
            if (!unclear)
                throw thrown;
            const made = await find();
            if (made !== undefined)
                return made;
            if (attempt === created_once_ATTEMPTS || signal?.aborted)
                throw thrown;
            await (0,external_node_timers_promises_.setTimeout)(pauseMs * 2 ** attempt);
        }
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/checks.js



const CREATED = dist/* object */.Ikc({ html_url: dist/* nullish */.cl6(dist/* string */.YjP()) });
const CHECK_RUN = dist/* object */.Ikc({
    id: dist/* number */.aig(),
    name: dist/* string */.YjP(),
    head_sha: dist/* string */.YjP(),
    status: dist/* string */.YjP(),
    external_id: dist/* nullish */.cl6(dist/* string */.YjP(), ''),
    conclusion: dist/* nullish */.cl6(dist/* string */.YjP(), null),
    completed_at: dist/* nullish */.cl6(dist/* string */.YjP(), null),
    app: dist/* nullish */.cl6(dist/* object */.Ikc({ slug: dist/* nullish */.cl6(dist/* string */.YjP(), '') })),
    output: dist/* object */.Ikc({ text: dist/* nullish */.cl6(dist/* string */.YjP(), '') }),
});
/** Check runs on commits. Permission: `checks: write`. Only apps have it, so a person's token cannot make them. */
class GitHubChecks {
    #api;
    constructor(api) {
        this.#api = api;
    }
    async create(request) {
        const { html_url: url } = await createdOnce(this.#api.connection, () => this.#create(request), () => this.#made(request));
        return { url: url ?? '' };
    }
    /** The newest of them: an older one that says the same was made before something else was recorded. */
    async #made(request) {
        const [newest] = await this.list(request.headSha, request.name);
        const same = newest?.externalId === request.externalId && newest.conclusion === request.conclusion;
        return same && newest.text === request.text ? {} : undefined;
    }
    async #create(request) {
        return await this.#api.send(`Creating the check run "${request.name}"`, 'POST', '/repos/{owner}/{repo}/check-runs', {
            name: request.name,
            head_sha: request.headSha,
            external_id: request.externalId,
            status: 'completed',
            // Its completion is left to GitHub's clock, which also times approvals and merges.
            conclusion: request.conclusion,
            output: { title: request.title, summary: request.summary, text: request.text },
        }, CREATED);
    }
    async list(headSha, name) {
        const slug = withoutBot(await this.#api.viewer());
        const runs = await this.#api.all(`Reading the check runs "${name}" of ${headSha}`, '/repos/{owner}/{repo}/commits/{ref}/check-runs', 
        // `latest`, the default, would hide the plan that was approved behind one that was made after it.
        { ref: headSha, check_name: name, filter: 'all' }, CHECK_RUN, 'check_runs');
        return runs
            .filter((run) => run.name === name && run.head_sha === headSha)
            .filter((run) => run.app?.slug === slug)
            .flatMap((run) => run.status !== 'completed' || run.completed_at === null
            ? []
            : [
                {
                    id: run.id,
                    externalId: run.external_id,
                    conclusion: run.conclusion ?? '',
                    completedAt: run.completed_at,
                    text: run.output.text,
                },
            ])
            .sort((a, b) => Date.parse(b.completedAt) - Date.parse(a.completedAt) || b.id - a.id);
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/collaborators.js

/** Who may do what in the repository. Permission: `metadata: read`, which every token has. */
class GitHubCollaborators {
    #api;
    #asked = new Map();
    constructor(api) {
        this.#api = api;
    }
    /** Asked once a person; a failed lookup throws. */
    async mayWrite(login) {
        const asked = this.#asked.get(login) ?? this.#ask(login);
        this.#asked.set(login, asked);
        return await asked;
    }
    async #ask(login) {
        const { permission } = await this.#api.get(`Asking what ${login} may do`, '/repos/{owner}/{repo}/collaborators/{username}/permission', { username: login }, dist/* object */.Ikc({ permission: dist/* string */.YjP() }));
        return permission === 'admin' || permission === 'write';
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/comments.js




const COMMENT = dist/* object */.Ikc({
    id: dist/* number */.aig(),
    html_url: dist/* nullish */.cl6(dist/* string */.YjP(), ''),
    body: dist/* optional */.lqM(dist/* string */.YjP(), ''),
    user: AUTHOR,
});
/** As many as a page holds. */
const PAGE = 100;
/** Comments on pull requests (permission `pull-requests: write`) and on issues (`issues: write`). */
class GitHubComments {
    #api;
    constructor(api) {
        this.#api = api;
    }
    async upsert(issue, marker, body, { create, former }) {
        const own = (await this.#find(issue, marker)) ?? (former === undefined ? undefined : await this.#find(issue, former));
        if (own !== undefined) {
            const updated = await this.#update(own.id, body);
            if (updated !== undefined)
                return { url: updated.html_url ?? '', created: false };
        }
        return create ? { url: (await this.#create(issue, marker, body)).html_url ?? '', created: true } : undefined;
    }
    /**
     * Our comment of this marker: the first line is the marker, and the token's own identity wrote it. A comment that is
     * deleted while pages are read moves ours to the page that was read already: of several pages nothing found is looked
     * at once more.
     */
    async #find(issue, marker) {
        const first = await this.#look(issue, marker);
        if (first.found !== undefined || first.comments < PAGE)
            return first.found;
        return (await this.#look(issue, marker)).found;
    }
    async #look(issue, marker) {
        const viewer = await this.#api.viewer();
        let count = 0;
        const comments = this.#api.elements(`Searching the comments of #${issue}`, '/repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number: issue }, COMMENT);
        for await (const comment of comments) {
            count++;
            if (firstLine(comment.body) === marker && isBy(viewer, comment.user))
                return { found: comment, comments: count };
        }
        return { comments: count };
    }
    /** @returns `undefined` when somebody deleted it since it was found */
    async #update(id, body) {
        try {
            return await this.#api.send('Updating the comment', 'PATCH', '/repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: id, body }, COMMENT);
        }
        catch (thrown) {
            if (thrown instanceof GitHubFailure && thrown.status === 404)
                return undefined;
            throw thrown;
        }
    }
    async #create(issue, marker, body) {
        return await createdOnce(this.#api.connection, () => this.#api.send(`Commenting on #${issue}`, 'POST', '/repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number: issue, body }, COMMENT), () => this.#find(issue, marker));
    }
}
function firstLine(body) {
    return body.split(/\r?\n/, 1)[0] ?? '';
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/deployment-payload.js

const PAYLOAD = dist/* object */.Ikc({
    stage: dist/* string */.YjP(),
    destroys: dist/* optional */.lqM(dist/* boolean */.zMY(), false),
    request: dist/* optional */.lqM(dist/* string */.YjP()),
});
/** GitHub hands a payload back as it was given, or as its JSON text. `undefined`: it is not ours. */
function parsePayload(payload) {
    const parsed = dist/* safeParse */.xLC(PAYLOAD, typeof payload === 'string' ? json(payload) : payload);
    return parsed.success ? parsed.output : undefined;
}
function json(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/deployments.js





const DEPLOYMENT = dist/* object */.Ikc({
    id: dist/* number */.aig(),
    sha: dist/* string */.YjP(),
    task: dist/* string */.YjP(),
    environment: dist/* string */.YjP(),
    creator: dist/* nullish */.cl6(AUTHOR),
    payload: dist/* nullish */.cl6(dist/* unknown */.L5J()),
});
const STATUS = dist/* object */.Ikc({ state: dist/* string */.YjP(), log_url: dist/* nullish */.cl6(dist/* string */.YjP()), target_url: dist/* nullish */.cl6(dist/* string */.YjP()) });
/** States after which nothing more is expected of a deployment. */
const ENDED = ['success', 'failure', 'error', 'inactive'];
/** https://docs.github.com/rest/deployments/statuses: longer ones are refused. */
const LONGEST_DESCRIPTION = 140;
/** GitHub deployments, the memory of what is deployed. Permission: `deployments: write`. */
class GitHubDeployments {
    #api;
    constructor(api) {
        this.#api = api;
    }
    async start(request) {
        const { task, stage, destroys, runUrl, description } = request;
        // By which it is found again when the answer about its creation is lost.
        const requestId = (0,external_node_crypto_.randomUUID)();
        const environment = await this.#environment(request);
        const create = () => this.#api.send(`Recording the deployment of ${stage}`, 'POST', '/repos/{owner}/{repo}/deployments', {
            // The commit, not the branch: the branch may have moved since.
            ref: request.sha,
            task,
            environment,
            payload: { stage, ...(destroys ? { destroys } : {}), request: requestId },
            description: shortened(description),
            // Neither merges the default branch into it, nor waits for checks: the commit is merged already.
            auto_merge: false,
            required_contexts: [],
        }, dist/* object */.Ikc({ id: dist/* number */.aig() }));
        const { id } = await createdOnce(this.#api.connection, create, async () => {
            for await (const made of this.#newestFirst(task, stage)) {
                if (parsePayload(made.payload)?.request === requestId)
                    return { id: made.id };
                if (made.sha !== request.sha)
                    return undefined;
            }
            return undefined;
        });
        const started = { id, task, stage, destroys, runUrl };
        try {
            await this.#status(started, 'in_progress', description);
        }
        catch (thrown) {
            // Nothing began. Should this be refused too, then the next success ends it.
            await this.#status(started, 'error', 'Its beginning could not be recorded').catch(() => { });
            throw thrown;
        }
        return started;
    }
    async finish(started, result, about) {
        await this.#status(started, result, about.description, about.url);
        if (result !== 'success')
            return;
        // Nothing is deployed now, so no environment may show a commit.
        if (started.destroys)
            await this.#status(started, 'inactive', about.description);
        await this.#endOlder(started);
        if (started.destroys)
            await this.#endTheJobsOwn(started);
    }
    async lastSuccessful(task, stage) {
        for await (const deployment of this.#newestFirst(task, stage)) {
            const success = (await this.#statuses(deployment.id)).find(isSuccess);
            if (success === undefined)
                continue;
            if (parsePayload(deployment.payload)?.destroys)
                return undefined;
            return { sha: deployment.sha, url: success.log_url || success.target_url || '' };
        }
        return undefined;
    }
    async standing(task, stage) {
        const begun = [];
        for await (const { id, payload } of this.#newestFirst(task, stage)) {
            const destroys = parsePayload(payload)?.destroys === true;
            if ((await this.#statuses(id)).some(isSuccess))
                return { now: destroys ? 'destroyed' : 'deployed', begun };
            begun.push(destroys ? 'destroy' : 'deploy');
        }
        return { now: 'destroyed', begun };
    }
    async unfinished(task, stage) {
        const commits = new Set();
        for await (const { id, sha } of this.#newestFirst(task, stage)) {
            if ((await this.#statuses(id)).some(isSuccess))
                break;
            commits.add(sha);
        }
        return [...commits];
    }
    /** Those whose runs were killed so hard that nothing could end them, and those that are still shown as active. */
    async #endOlder(started) {
        for await (const deployment of this.#newestFirst(started.task, started.stage)) {
            if (deployment.id >= started.id)
                continue;
            const statuses = await this.#statuses(deployment.id);
            const older = { id: deployment.id, runUrl: '' };
            if (isActive(statuses))
                await this.#status(older, 'inactive', 'A newer run has replaced it');
            else if (statuses.some(isSuccess))
                return;
            else if (!statuses.some(({ state }) => ENDED.includes(state)))
                await this.#status(older, 'inactive', 'Its run ended without saying how');
        }
    }
    /**
     * After a destroy: those that GitHub made for the jobs of this stage. They name no stack, so they are left alone as
     * long as another stack of the stage is deployed.
     */
    async #endTheJobsOwn({ stage, task }) {
        const viewer = await this.#api.viewer();
        const active = [];
        for (const environment of [stage, `${stage} (record)`]) {
            const deployments = this.#api.elements(`Searching the deployments to ${environment}`, '/repos/{owner}/{repo}/deployments', { environment }, DEPLOYMENT);
            for await (const deployment of deployments) {
                if (!isBy(viewer, deployment.creator ?? null) || !isActive(await this.#statuses(deployment.id)))
                    continue;
                const ours = parsePayload(deployment.payload)?.stage === stage;
                if (ours && deployment.task !== task)
                    return;
                if (!ours)
                    active.push(deployment);
            }
        }
        for (const { id } of active)
            await this.#status({ id, runUrl: '' }, 'inactive', `${stage} was destroyed`);
    }
    /**
     * By task and not by environment: which environment ours is in depends on the job. Anyone who may push can make a
     * deployment of any name, so only those of this token's own identity are believed.
     */
    async *#newestFirst(task, stage) {
        const viewer = await this.#api.viewer();
        const deployments = this.#api.elements(`Searching the deployments of ${stage}`, '/repos/{owner}/{repo}/deployments', { task }, DEPLOYMENT);
        for await (const deployment of deployments) {
            const { creator = null } = deployment;
            const ours = deployment.task === task && parsePayload(deployment.payload)?.stage === stage;
            if (ours && isBy(viewer, creator))
                yield deployment;
        }
    }
    /**
     * A job with `environment:` has a deployment of its own, made by GitHub before the job began. A second one of the
     * same commit in the same environment would only confuse its readers, so ours stands aside.
     */
    async #environment({ stage, sha, task }) {
        const deployments = this.#api.elements(`Searching the job's own deployment to ${stage}`, '/repos/{owner}/{repo}/deployments', { environment: stage, sha }, DEPLOYMENT);
        for await (const deployment of deployments) {
            if (deployment.task !== task && parsePayload(deployment.payload) === undefined)
                return `${stage} (record)`;
        }
        return stage;
    }
    /** All of them: GitHub makes an older deployment `inactive` when a newer one succeeds. */
    async #statuses(id) {
        return await this.#api.all(`Reading the statuses of deployment ${id}`, '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { deployment_id: id }, STATUS);
    }
    async #status({ id, runUrl, destroys = false }, state, description, environmentUrl) {
        await this.#api.send(`Recording that the deployment is ${state}`, 'POST', '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
            deployment_id: id,
            state,
            description: shortened(description),
            // A destroy's success would end every deployment to this environment, those of other stacks too.
            ...(destroys ? { auto_inactive: false } : {}),
            ...(runUrl === '' ? {} : { log_url: runUrl }),
            ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
        }, dist/* object */.Ikc({ state: dist/* string */.YjP() }), 
        // A second status that says the same changes nothing, and a lost success would be deployed again.
        { repeatable: true });
    }
}
/** GitHub lists the newest status first, and shows a deployment as active by it. */
function isActive(statuses) {
    return statuses[0]?.state === 'success';
}
function isSuccess({ state }) {
    return state === 'success';
}
function shortened(description) {
    const characters = [...description];
    if (characters.length <= LONGEST_DESCRIPTION)
        return description;
    return `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/history.js


const COMMIT = dist/* object */.Ikc({
    sha: dist/* string */.YjP(),
    parents: dist/* array */.YOg(dist/* object */.Ikc({ sha: dist/* string */.YjP() })),
});
const COMPARISON = dist/* object */.Ikc({
    status: dist/* picklist */.KIO(['ahead', 'behind', 'identical', 'diverged']),
    total_commits: dist/* number */.aig(),
    commits: dist/* array */.YOg(COMMIT),
});
const history_PAGE_SIZE = 100;
/** Each commit of the mainline costs a request; a stage that is further behind is looked at by a person. */
const LONGEST_MAINLINE = 250;
/** History, asked of GitHub: the checkout of a job is shallow. Permission: `contents: read`. */
class GitHubHistory {
    #api;
    constructor(api) {
        this.#api = api;
    }
    async isAncestor(sha, of) {
        const { status } = await this.#compare(sha, of, 1, 1);
        return status === 'ahead' || status === 'identical';
    }
    async parents(sha) {
        const commit = await this.#api.get(`Reading the commit ${sha}`, '/repos/{owner}/{repo}/commits/{ref}', { ref: sha }, COMMIT);
        return commit.parents.map((parent) => parent.sha);
    }
    /**
     * The commits that moved the branch from `base` to `head`, newest first: first parents only, so that the commits
     * inside a merged pull request are not asked about one by one. Without a `base`: the last hundred commits.
     */
    async mainline(base, head) {
        const commits = new Map((await this.#commits(base, head)).map((commit) => [commit.sha, commit]));
        const line = [];
        for (let at = commits.get(head); at !== undefined; at = commits.get(at.parents[0]?.sha ?? '')) {
            line.push(at.sha);
            // Taken out, so that an answer in which a commit is its own ancestor has an end too.
            commits.delete(at.sha);
        }
        if (line.length <= LONGEST_MAINLINE)
            return line;
        throw new src_errors/* ActionError */.lZ({
            what: `Too many commits were merged since the last successful deployment of this stage`,
            found: `${line.length} commits after ${base}`,
            expected: `at most ${LONGEST_MAINLINE}, to look up the review of each`,
            wayOut: 'Read the plan in the job summary and deploy it by hand with its "approved-fingerprint"',
        });
    }
    /** Branches whose name begins so, with their commits. */
    async branches(prefix) {
        const refs = await this.#api.all(`Reading the branches ${prefix}*`, '/repos/{owner}/{repo}/git/matching-refs/{ref}', { ref: `heads/${prefix}` }, dist/* object */.Ikc({ ref: dist/* string */.YjP(), object: dist/* object */.Ikc({ sha: dist/* string */.YjP() }) }));
        return refs.map(({ ref, object }) => ({ name: ref.replace(/^refs\/heads\//, ''), sha: object.sha }));
    }
    async #commits(base, head) {
        if (base === undefined) {
            return await this.#api.get(`Reading the commits before ${head}`, '/repos/{owner}/{repo}/commits', { sha: head, per_page: history_PAGE_SIZE }, dist/* array */.YOg(COMMIT));
        }
        const commits = [];
        for (let page = 1;; page++) {
            const { commits: found, total_commits: total } = await this.#compare(base, head, page, history_PAGE_SIZE);
            commits.push(...found);
            if (commits.length >= total)
                return commits;
            if (found.length > 0)
                continue;
            throw new src_errors/* ActionError */.lZ({
                what: `Reading the commits between ${base} and ${head} failed: the list is not complete`,
                found: `${commits.length} commits`,
                expected: `${total} commits`,
                wayOut: 'Run the job again',
            });
        }
    }
    async #compare(base, head, page, size) {
        return await this.#api.get(`Comparing ${base} with ${head}`, '/repos/{owner}/{repo}/compare/{basehead}', { basehead: `${base}...${head}`, page, per_page: size }, COMPARISON);
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/issues.js




const ISSUE = dist/* object */.Ikc({
    number: dist/* number */.aig(),
    html_url: dist/* nullish */.cl6(dist/* string */.YjP(), ''),
    body: dist/* nullish */.cl6(dist/* string */.YjP()),
    user: AUTHOR,
    // The list of issues has the pull requests too: only they have this.
    pull_request: dist/* optional */.lqM(dist/* unknown */.L5J()),
});
const CREATE_ATTEMPTS = 3;
/** Issues of this repository. Permission: `issues: write`. */
class GitHubIssues {
    #api;
    constructor(api) {
        this.#api = api;
    }
    /**
     * By the list, not by the search, whose index lags behind by seconds to minutes. Neither `creator` nor `labels` narrows
     * it: an app's name differs from API to API, and labels are for everyone to change.
     */
    async ownIssues(marker) {
        const viewer = await this.#api.viewer();
        const all = await this.#api.all('Searching the open issues', '/repos/{owner}/{repo}/issues', { state: 'open', sort: 'created', direction: 'asc' }, ISSUE);
        // An issue that is reopened meanwhile moves others to the next page: one may come twice.
        const found = new Map();
        for (const issue of all) {
            if (issue.pull_request !== undefined || !isBy(viewer, issue.user))
                continue;
            if (issues_firstLine(issue).startsWith(marker))
                found.set(issue.number, own(issue));
        }
        return [...found.values()].sort((a, b) => a.number - b.number);
    }
    /**
     * An issue that is closed while a list is read moves ours to the page that was read already, so it is searched for
     * once more before it is opened, and after each answer that leaves open whether it was. The label is for people who filter
     * their issues. Nothing is decided by it: anyone with triage access can take it off.
     */
    async openIssue(marker, text, label) {
        const { pauseMs = 500, signal } = this.#api.connection;
        const parameters = { ...text, labels: [label] };
        for (let attempt = 1, unclear;; attempt++) {
            const [there] = await this.ownIssues(marker);
            if (there !== undefined)
                return there;
            if (unclear !== undefined && (attempt > CREATE_ATTEMPTS || signal?.aborted))
                throw unclear;
            try {
                return own(await this.#api.send('Opening an issue', 'POST', '/repos/{owner}/{repo}/issues', parameters, ISSUE));
            }
            catch (thrown) {
                if (!(thrown instanceof GitHubFailure) || (thrown.status ?? 500) < 500)
                    throw thrown;
                unclear = thrown;
            }
            await (0,external_node_timers_promises_.setTimeout)(pauseMs * 2 ** attempt);
        }
    }
    async assignIssue(number, login) {
        const { assignees } = await this.#api.send(`Assigning issue #${number}`, 'POST', '/repos/{owner}/{repo}/issues/{issue_number}/assignees', { issue_number: number, assignees: [login] }, dist/* object */.Ikc({ assignees: dist/* nullish */.cl6(dist/* array */.YOg(dist/* object */.Ikc({ login: dist/* string */.YjP() })), []) }));
        return (assignees ?? []).map((assignee) => assignee.login);
    }
    async rewriteIssue(number, text) {
        await this.#change(`Rewriting issue #${number}`, number, { ...text });
    }
    async closeIssue(number, reason) {
        await this.#change(`Closing issue #${number}`, number, { state: 'closed', state_reason: reason });
    }
    async #change(what, number, changes) {
        await this.#api.send(what, 'PATCH', '/repos/{owner}/{repo}/issues/{issue_number}', { issue_number: number, ...changes }, ISSUE);
    }
}
function own(issue) {
    return { number: issue.number, url: issue.html_url ?? '', firstLine: issues_firstLine(issue) };
}
function issues_firstLine({ body }) {
    return (body ?? '').split(/\r?\n/, 1)[0] ?? '';
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/labels.js

const EVENT = dist/* object */.Ikc({
    event: dist/* string */.YjP(),
    created_at: dist/* nullish */.cl6(dist/* string */.YjP()),
    actor: dist/* nullish */.cl6(dist/* object */.Ikc({ login: dist/* string */.YjP(), type: dist/* optional */.lqM(dist/* string */.YjP(), 'User') })),
    label: dist/* nullish */.cl6(dist/* object */.Ikc({ name: dist/* nullish */.cl6(dist/* string */.YjP()) })),
});
/** Labels, with who set them and when. Permission: `pull-requests: read`. */
class GitHubLabels {
    #api;
    constructor(api) {
        this.#api = api;
    }
    async labelled(number, label, at) {
        const events = await this.#api.all(`Reading who labelled #${number}`, '/repos/{owner}/{repo}/issues/{issue_number}/events', { issue_number: number }, EVENT);
        let stands;
        const about = events
            .filter((event) => event.label?.name === label && event.created_at)
            .filter((event) => Date.parse(event.created_at ?? '') <= Date.parse(at))
            .sort((a, b) => Date.parse(a.created_at ?? '') - Date.parse(b.created_at ?? ''));
        for (const { event, actor, created_at: when } of about) {
            // A workflow can set a label for whoever can start it: nobody stands behind it.
            const byPerson = event === 'labeled' && actor && actor.type !== 'Bot';
            stands = byPerson ? { by: actor.login, at: when ?? '' } : undefined;
        }
        return stands;
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/pushes.js

const PULL = dist/* object */.Ikc({
    head: dist/* object */.Ikc({ ref: dist/* string */.YjP(), repo: dist/* nullable */.mee(dist/* object */.Ikc({ full_name: dist/* string */.YjP() })) }),
    base: dist/* object */.Ikc({ ref: dist/* string */.YjP() }),
});
const SHA = dist/* object */.Ikc({ sha: dist/* string */.YjP() });
const PUSH = dist/* object */.Ikc({ before: dist/* string */.YjP(), after: dist/* string */.YjP(), activity_type: dist/* string */.YjP() });
const FILE = dist/* object */.Ikc({ filename: dist/* string */.YjP() });
/** One page; somebody with as many pushes to one branch has pushed to the pull request. */
const PUSHES = 100;
/** GitHub lists no more commits of a pull request than these. */
const LISTED_COMMITS = 250;
/** GitHub lists no more files of a commit, over all pages, and of a comparison, which has one. */
const LISTED_FILES = { commit: 3000, comparison: 300 };
/**
 * Who pushed to a pull request. A commit's author is what its maker wrote into it; GitHub's record of pushes names who
 * was signed in (https://docs.github.com/rest/repos/repos#list-repository-activities). Permission: `contents: read`.
 */
class GitHubPushes {
    #api;
    #history;
    constructor(api, history) {
        this.#api = api;
        this.#history = history;
    }
    /**
     * Whether this person brought any of the pull request's commits. A merge of the base that changes nothing by itself,
     * such as that of "Update branch", brings none. `unknown` where the branch is in another repository, whose record of
     * pushes is not ours to read. What cannot be told otherwise counts as pushed; a failed lookup throws.
     */
    async pushed(number, login) {
        const about = { pull_number: number };
        const what = `Asking whether ${login} pushed to pull request #${number}`;
        const { head, base } = await this.#api.get(what, '/repos/{owner}/{repo}/pulls/{pull_number}', about, PULL);
        const { owner, repo } = this.#api.connection;
        if (head.repo?.full_name.toLowerCase() !== `${owner}/${repo}`.toLowerCase())
            return 'unknown';
        const pushes = await this.#api.get(what, '/repos/{owner}/{repo}/activity', { ref: `refs/heads/${head.ref}`, actor: login, per_page: PUSHES }, dist/* array */.YOg(PUSH));
        if (pushes.length >= PUSHES)
            return 'yes';
        if (pushes.length === 0)
            return 'no';
        const commits = await this.#api.all(what, '/repos/{owner}/{repo}/pulls/{pull_number}/commits', about, SHA);
        const known = new Set(commits.map(({ sha }) => sha));
        // A branch of this name may have served earlier pull requests.
        const own = pushes.filter(({ after }) => commits.length >= LISTED_COMMITS || known.has(after));
        for (const { before, after } of own)
            if (!(await this.#onlyUpdates(what, before, after, base.ref)))
                return 'yes';
        return 'no';
    }
    /**
     * Whether a push was one merge of the base branch in which every file is as one of its two sides has it: the combined
     * diff is empty. A file that both sides changed is judged by nobody here, and counts as the merger's work.
     */
    async #onlyUpdates(what, before, after, base) {
        const commit = '/repos/{owner}/{repo}/commits/{ref}';
        const { parents } = await this.#api.get(what, commit, { ref: after }, dist/* object */.Ikc({ parents: dist/* array */.YOg(SHA) }));
        const [first, other, ...more] = parents.map(({ sha }) => sha);
        if (first !== before || other === undefined || more.length > 0)
            return false;
        if (!(await this.#history.isAncestor(other, base)))
            return false;
        const fromBase = await this.#api.all(what, commit, { ref: after }, FILE, 'files');
        const { files: ours } = await this.#api.get(what, '/repos/{owner}/{repo}/compare/{basehead}', { basehead: `${other}...${after}`, per_page: 1 }, dist/* object */.Ikc({ files: dist/* array */.YOg(FILE) }));
        if (fromBase.length >= LISTED_FILES.commit || ours.length >= LISTED_FILES.comparison)
            return false;
        const brought = new Set(fromBase.map(({ filename }) => filename));
        return !ours.some(({ filename }) => brought.has(filename));
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/pulls.js




const pulls_PULL = dist/* object */.Ikc({
    number: dist/* number */.aig(),
    title: dist/* string */.YjP(),
    state: dist/* string */.YjP(),
    user: dist/* nullable */.mee(dist/* object */.Ikc({ login: dist/* string */.YjP() })),
    head: dist/* object */.Ikc({ sha: dist/* string */.YjP() }),
    base: dist/* object */.Ikc({ ref: dist/* string */.YjP() }),
    merged_at: dist/* nullable */.mee(dist/* string */.YjP()),
    merge_commit_sha: dist/* nullable */.mee(dist/* string */.YjP()),
    labels: dist/* array */.YOg(dist/* object */.Ikc({ name: dist/* string */.YjP() })),
});
const REVIEW = dist/* object */.Ikc({
    user: dist/* nullable */.mee(dist/* object */.Ikc({ login: dist/* string */.YjP(), type: dist/* optional */.lqM(dist/* string */.YjP(), 'User') })),
    state: dist/* string */.YjP(),
    submitted_at: dist/* nullish */.cl6(dist/* string */.YjP()),
    commit_id: dist/* nullable */.mee(dist/* string */.YjP()),
});
/**
 * GitHub fills `merged_at`, `merge_commit_sha` and the index of commits some time after the push event. A direct push has
 * to wait for all of these looks; the review looks again when the plan is made.
 */
const LOOKS = 4;
/** Pull requests of how many commits are asked for at once. */
const CONCURRENCY = 6;
/** Comments of others say nothing about whether a reviewer agrees. */
const OPINIONS = ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'];
/** Pull requests, and which of them a commit merged. Permissions: `pull-requests: read`, `contents: read`. */
class GitHubPulls {
    #api;
    #collaborators;
    #history;
    #pushes;
    /** What a commit merged does not change, and several steps of a run ask for it. */
    #merged = new Map();
    constructor(api, collaborators) {
        this.#api = api;
        this.#collaborators = collaborators;
        this.#history = new GitHubHistory(api);
        this.#pushes = new GitHubPushes(api, this.#history);
    }
    async mergedAs(sha, baseRef) {
        return await this.#remembered(sha, baseRef, LOOKS);
    }
    async mergedSince(base, head, baseRef) {
        const commits = await this.#history.mainline(base, head);
        const found = new Map();
        for (let at = 0; at < commits.length; at += CONCURRENCY) {
            const pulls = await Promise.all(commits.slice(at, at + CONCURRENCY).map((sha) => this.#remembered(sha, baseRef, 1)));
            for (const pull of pulls)
                if (pull !== undefined)
                    found.set(pull.number, pull);
        }
        return [...found.values()].sort((a, b) => Date.parse(a.mergedAt) - Date.parse(b.mergedAt));
    }
    async headSha(number) {
        const { head } = await this.#api.get(`Reading pull request #${number}`, '/repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number }, dist/* object */.Ikc({ head: dist/* object */.Ikc({ sha: dist/* string */.YjP() }) }));
        return head.sha;
    }
    async mergedBy(number) {
        const login = dist/* nullish */.cl6(dist/* object */.Ikc({ login: dist/* string */.YjP() }));
        const { merged_by: merger, user } = await this.#api.get(`Reading who merged pull request #${number}`, '/repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number }, dist/* object */.Ikc({ merged_by: login, user: login }));
        return { merger: merger?.login, author: user?.login };
    }
    async approvals(number) {
        const reviews = await this.#api.all(`Reading the reviews of pull request #${number}`, '/repos/{owner}/{repo}/pulls/{pull_number}/reviews', { pull_number: number }, REVIEW);
        const last = new Map();
        for (const { user, state, submitted_at: at, commit_id: commit } of reviews) {
            if (user === null || user.type === 'Bot' || !OPINIONS.includes(state))
                continue;
            const approves = state === 'APPROVED' && at && commit;
            // Deleted first, so that the map stays in the order of the last words.
            last.delete(user.login);
            last.set(user.login, approves ? { by: user.login, at, commit } : undefined);
        }
        const approvals = [];
        // Everyone may approve in a public repository, and a collaborator may be one who only reads.
        for (const approval of last.values()) {
            if (approval !== undefined && (await this.#counts(number, approval.by)))
                approvals.push(approval);
        }
        return approvals;
    }
    async pushed(number, login) {
        return await this.#pushes.pushed(number, login);
    }
    /** Whoever pushed to a pull request is one of its authors, and nobody reviews their own work. */
    async #counts(number, login) {
        if (!(await this.#collaborators.mayWrite(login)))
            return false;
        if ((await this.#pushes.pushed(number, login)) === 'no')
            return true;
        this.#api.connection.log.info(`The approval of #${number} by ${login} does not count: ${login} pushed to it`);
        return false;
    }
    /**
     * The queue keeps a branch for each of its pull requests, `gh-readonly-queue/BASE/pr-NUMBER-SHA`, which holds those
     * ahead of it too. Nobody else can make such a branch, whereas a commit's message may name any number.
     */
    async queued(groupSha, baseRef) {
        const prefix = `gh-readonly-queue/${baseRef}/pr-`;
        const branches = await this.#history.branches(prefix);
        const line = new Set(await this.#history.mainline(baseRef, groupSha));
        const numbers = branches
            .filter(({ sha }) => line.has(sha))
            .map(({ name }) => Number.parseInt(name.slice(prefix.length), 10));
        const pulls = await Promise.all(numbers.map((number) => this.#api.get(`Reading pull request #${number}`, '/repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number }, pulls_PULL)));
        return pulls.filter(({ state, base }) => state === 'open' && base.ref === baseRef).map(described);
    }
    /** Nothing found is not remembered: it may show later. */
    async #remembered(sha, baseRef, looks) {
        const key = `${sha} ${baseRef}`;
        const asked = this.#merged.get(key) ?? this.#find(sha, baseRef, looks);
        this.#merged.set(key, asked);
        let found;
        try {
            found = await asked;
        }
        finally {
            if (found === undefined)
                this.#merged.delete(key);
        }
        return found;
    }
    /**
     * Squash, merge commit, rebase (its last commit) and merge queue all end with `merge_commit_sha` at the commit. The
     * other commits of a rebase belong to it too: there the merged state and the base branch decide.
     */
    async #find(sha, baseRef, looks) {
        const { pauseMs = 500 } = this.#api.connection;
        for (let look = 1;; look++) {
            const pulls = await this.#api.all(`Finding the pull request of ${sha}`, '/repos/{owner}/{repo}/commits/{commit_sha}/pulls', { commit_sha: sha }, pulls_PULL);
            const candidates = pulls
                .filter(({ base }) => base.ref === baseRef)
                .map(merged)
                .filter((pull) => pull !== undefined)
                .sort((a, b) => Date.parse(b.mergedAt) - Date.parse(a.mergedAt));
            const exact = candidates.find(({ mergeCommitSha }) => mergeCommitSha === sha);
            if (exact !== undefined)
                return exact;
            if (look >= looks)
                return candidates[0];
            await (0,external_node_timers_promises_.setTimeout)((pauseMs / 2) * 2 ** (look - 1));
        }
    }
}
function merged(pull) {
    if (pull.merged_at === null || pull.merge_commit_sha === null)
        return undefined;
    return { ...described(pull), mergedAt: pull.merged_at, mergeCommitSha: pull.merge_commit_sha };
}
function described(pull) {
    return {
        number: pull.number,
        title: pull.title,
        author: pull.user?.login ?? '',
        headSha: pull.head.sha,
        baseRef: pull.base.ref,
        labels: pull.labels.map(({ name }) => name),
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/runs.js

/** Runs of workflows. Permission: `actions: read`. */
class GitHubRuns {
    #api;
    constructor(api) {
        this.#api = api;
    }
    async isCompleted(runId) {
        const { status } = await this.#api.get(`Asking whether run ${runId} is still under way`, '/repos/{owner}/{repo}/actions/runs/{run_id}', { run_id: runId }, dist/* object */.Ikc({ status: dist/* nullable */.mee(dist/* string */.YjP()) }));
        return status === 'completed';
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/unsaved-states.js


const MADE = dist/* object */.Ikc({
    address: dist/* string */.YjP(),
    id: dist/* optional */.lqM(dist/* object */.Ikc({ key: dist/* string */.YjP(), value: dist/* string */.YjP() })),
});
const unsaved_states_PAYLOAD = dist/* object */.Ikc({ stage: dist/* string */.YjP(), runUrl: dist/* string */.YjP(), unsaved: dist/* array */.YOg(MADE) });
const unsaved_states_DEPLOYMENT = dist/* object */.Ikc({
    id: dist/* number */.aig(),
    task: dist/* string */.YjP(),
    creator: dist/* nullish */.cl6(AUTHOR),
    payload: dist/* nullish */.cl6(dist/* unknown */.L5J()),
});
const unsaved_states_STATUS = dist/* object */.Ikc({ state: dist/* string */.YjP() });
/** Resources in one mark, so that its payload stays far below what GitHub takes of a request. */
const MOST = 100;
/** Deployments with a task of their own, whose payload lists what no state knows. One stands until it is `inactive`. */
class GitHubUnsavedStates {
    #api;
    constructor(api) {
        this.#api = api;
    }
    async markUnsaved({ task, stage, sha, runUrl, made }) {
        for (let at = 0; at < made.length; at += MOST) {
            const unsaved = made.slice(at, at + MOST);
            const { id } = await this.#api.send(`Recording what the state of ${stage} lacks`, 'POST', '/repos/{owner}/{repo}/deployments', {
                ref: sha,
                task: markTask(task),
                environment: stage,
                payload: { stage, runUrl, unsaved },
                description: 'The state lacks resources that were made',
                auto_merge: false,
                required_contexts: [],
            }, dist/* object */.Ikc({ id: dist/* number */.aig() }), 
            // A second mark stops a run no more than the first does, and a lost one lets it make everything twice.
            { repeatable: true });
            await this.#status(id, 'error', `${unsaved.length} resources were made that the state lacks`);
        }
    }
    async unsaved(task, stage) {
        const marks = [];
        const found = await this.#api.all(`Searching for unsaved states of ${stage}`, '/repos/{owner}/{repo}/deployments', { task: markTask(task) }, unsaved_states_DEPLOYMENT);
        for (const { id, task: named, creator = null, payload } of found) {
            const read = dist/* safeParse */.xLC(unsaved_states_PAYLOAD, typeof payload === 'string' ? unsaved_states_json(payload) : payload);
            if (named !== markTask(task) || !read.success || read.output.stage !== stage)
                continue;
            if (!isBy(await this.#api.viewer(), creator) || (await this.#isCleared(id)))
                continue;
            const made = read.output.unsaved.map((one) => ({
                address: one.address,
                ...(one.id === undefined ? {} : { id: one.id }),
            }));
            marks.push({ id, runUrl: read.output.runUrl, made });
        }
        return marks;
    }
    async clearUnsaved(id) {
        await this.#status(id, 'inactive', 'Everything that was made is in the state');
    }
    async #isCleared(id) {
        const statuses = await this.#api.all(`Reading the statuses of deployment ${id}`, '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { deployment_id: id }, unsaved_states_STATUS);
        return statuses.some(({ state }) => state === 'inactive');
    }
    async #status(id, state, description) {
        await this.#api.send(`Recording that the deployment is ${state}`, 'POST', '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { deployment_id: id, state, description }, dist/* object */.Ikc({ state: dist/* string */.YjP() }), { repeatable: true });
    }
}
function markTask(task) {
    return `${task}:unsaved state`;
}
function unsaved_states_json(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/github/connect-github.js











/** GitHub as the operations see it. Asks nothing, and loads no client, before the first call. */
function connectGitHub(connection) {
    const api = new GitHubApi(connection);
    const comments = new GitHubComments(api);
    const checks = new GitHubChecks(api);
    const collaborators = new GitHubCollaborators(api);
    const pulls = new GitHubPulls(api, collaborators);
    const deployments = new GitHubDeployments(api);
    const history = new GitHubHistory(api);
    const labels = new GitHubLabels(api);
    const runs = new GitHubRuns(api);
    const issues = new GitHubIssues(api);
    const unsaved = new GitHubUnsavedStates(api);
    return {
        upsert: (issue, marker, body, options) => comments.upsert(issue, marker, body, options),
        create: (request) => checks.create(request),
        list: (headSha, name) => checks.list(headSha, name),
        mergedAs: (sha, baseRef) => pulls.mergedAs(sha, baseRef),
        headSha: (number) => pulls.headSha(number),
        pushed: (number, login) => pulls.pushed(number, login),
        mergedBy: (number) => pulls.mergedBy(number),
        approvals: (number) => pulls.approvals(number),
        mergedSince: (base, head, baseRef) => pulls.mergedSince(base, head, baseRef),
        start: (request) => deployments.start(request),
        finish: (id, result, about) => deployments.finish(id, result, about),
        lastSuccessful: (task, stage) => deployments.lastSuccessful(task, stage),
        standing: (task, stage) => deployments.standing(task, stage),
        unfinished: (task, stage) => deployments.unfinished(task, stage),
        markUnsaved: (mark) => unsaved.markUnsaved(mark),
        unsaved: (task, stage) => unsaved.unsaved(task, stage),
        clearUnsaved: (id) => unsaved.clearUnsaved(id),
        parents: (sha) => history.parents(sha),
        isAncestor: (sha, of) => history.isAncestor(sha, of),
        labelled: (number, label, at) => labels.labelled(number, label, at),
        mayWrite: (login) => collaborators.mayWrite(login),
        queued: (groupSha, baseRef) => pulls.queued(groupSha, baseRef),
        isCompleted: (runId) => runs.isCompleted(runId),
        ownIssues: (marker) => issues.ownIssues(marker),
        openIssue: (marker, text, label) => issues.openIssue(marker, text, label),
        assignIssue: (number, login) => issues.assignIssue(number, login),
        rewriteIssue: (number, text) => issues.rewriteIssue(number, text),
        closeIssue: (number, reason) => issues.closeIssue(number, reason),
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/lambda/api-exports.js





const api_exports_ANSWER_WITHIN_MS = 20_000;
const api_exports_ATTEMPTS = 4;
const api_exports_PAUSE_MS = 500;
/**
 * API Gateway, asked what a stage serves. One kind of request needs no client of 200 kB: who asks is found by a client that
 * is here already, the request is signed as S3's are.
 */
function apiExports(config, environment, signal) {
    let identity;
    return {
        async exported(apiId, stage) {
            identity ??= Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(696)]).then(__webpack_require__.t.bind(__webpack_require__, 1696, 19)).then(async ({ LambdaClient }) => {
                return new LambdaClient({ ...config, ...(await sdkHandler(environment)) }).config;
            });
            const of = stage === undefined ? apiId : `the stage ${stage} of ${apiId}`;
            try {
                return await asked(await identity, apiId, stage);
            }
            catch (thrown) {
                if (signal.aborted)
                    throw thrown;
                throw new src_errors/* ActionError */.lZ({
                    what: `Could not ask API Gateway what ${of} serves`,
                    found: (0,src_errors/* asError */.zR)(thrown).message,
                    wayOut: 'Look at the role: docs/iam.md names apigateway:GET on the API and everything below it. The infrastructure is applied',
                    cause: thrown,
                });
            }
        },
    };
    async function asked(who, apiId, stage) {
        const region = await who.region();
        const endpoint = new URL(api_exports_endpointOf(region, environment));
        const path = `${endpoint.pathname.replace(/\/$/, '')}/v2/apis/${apiId}/exports/OAS30`;
        const query = `outputType=JSON${stage === undefined ? '' : `&stageName=${encodeURIComponent(stage)}`}`;
        for (let attempt = 1;; attempt++) {
            const { sessionToken, ...keys } = await who.credentials();
            const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
            const headers = [
                ['host', endpoint.host],
                ['x-amz-date', time],
                ...(sessionToken === undefined ? [] : [['x-amz-security-token', sessionToken]]),
            ];
            const request = { method: 'GET', path, query, headers, bodySha256: (0,external_node_crypto_.hash)('sha256', '', 'hex') };
            const signed = authorization(request, { ...keys, sessionToken }, { region, service: 'apigateway' }, time);
            const reply = await answer(`${endpoint.origin}${path}?${query}`, {
                ...Object.fromEntries(headers.slice(1)),
                authorization: signed,
            });
            if (reply.status === 200)
                return JSON.parse(reply.text);
            const isPassing = reply.status === 0 || reply.status === 429 || reply.status >= 500;
            if (!isPassing || attempt === api_exports_ATTEMPTS)
                throw new Error(`Status ${reply.status}: ${reply.text}`);
            await (0,external_node_timers_promises_.setTimeout)(api_exports_PAUSE_MS * 2 ** attempt, undefined, { signal });
        }
    }
    /** Status 0: no answer came. */
    async function answer(url, headers) {
        try {
            const reply = await fetch(url, {
                headers,
                signal: AbortSignal.any([signal, AbortSignal.timeout(api_exports_ANSWER_WITHIN_MS)]),
            });
            return { status: reply.status, text: await reply.text() };
        }
        catch (thrown) {
            if (signal.aborted)
                throw thrown;
            return { status: 0, text: (0,src_errors/* asError */.zR)(thrown).message };
        }
    }
}
function api_exports_endpointOf(region, environment) {
    const own = environment.AWS_ENDPOINT_URL_APIGATEWAYV2 || environment.AWS_ENDPOINT_URL;
    if (own !== undefined && own !== '')
        return own;
    return `https://apigateway.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

;// CONCATENATED MODULE: ./lib/src/gateways/lambda/functions.js


/** Lambda, asked what its functions run, and told which versions may go. */
function lambdaFunctions(config, prepare = (made) => made) {
    let connected;
    const loaded = async () => {
        const lambda = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(696)]).then(__webpack_require__.t.bind(__webpack_require__, 1696, 19));
        connected ??= sdkHandler(process.env).then((handler) => prepare(new lambda.LambdaClient({ ...config, ...handler })));
        return { lambda, client: await connected };
    };
    return {
        versions: {
            async list(functionName) {
                const { lambda, client } = await loaded();
                const found = [];
                for await (const page of lambda.paginateListVersionsByFunction({ client }, { FunctionName: functionName })) {
                    found.push(...(page.Versions ?? []).map(({ Version }) => Number(Version)).filter(isVersion));
                }
                return found;
            },
            async remove(functionName, version) {
                // Without a qualifier this call deletes the function.
                if (!isVersion(version))
                    throw new TypeError(`${version} is no version`);
                const { lambda, client } = await loaded();
                try {
                    await client.send(new lambda.DeleteFunctionCommand({ FunctionName: functionName, Qualifier: String(version) }));
                    return 'removed';
                }
                catch (thrown) {
                    if ((0,src_errors/* asError */.zR)(thrown).name === 'ResourceConflictException')
                        return 'in-use';
                    throw thrown;
                }
            },
        },
        async codeSha256(functionName, qualifier) {
            const { lambda, client } = await loaded();
            const request = { FunctionName: functionName, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) };
            try {
                const { CodeSha256 } = await client.send(new lambda.GetFunctionConfigurationCommand(request));
                return CodeSha256 ?? '';
            }
            catch (thrown) {
                const error = (0,src_errors/* asError */.zR)(thrown);
                throw new src_errors/* ActionError */.lZ({
                    what: `Could not ask Lambda what ${functionName}${qualifier === undefined ? '' : `:${qualifier}`} runs`,
                    found: `${error.name} ${error.message}`,
                    expected: 'its configuration',
                    wayOut: 'Look at the role: docs/iam.md names lambda:GetFunctionConfiguration. The infrastructure is applied',
                    cause: thrown,
                });
            }
        },
    };
}
function isVersion(version) {
    return Number.isSafeInteger(version) && version > 0;
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/log-line.js
/**
 * Text of a program, such that the runner reads none of it as a command. It looks for `::command::` at the start of a
 * line, after blanks, and for `##[command]` anywhere in one, and takes `\r` for the end of a line too; so a resource's
 * name or a provisioner's output could otherwise mask words, set the state of the `post` step, or forge annotations.
 */
function logLines(text) {
    return text.split(/\r\n|\r|\n/).map((line) => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['));
}

;// CONCATENATED MODULE: ./lib/src/gateways/runner/log.js



const { redact } = actionsSecrets;
/** The step's log: folding headings, and annotations on the file they are about. Nothing enters it unmasked. */
const actionsLog = {
    // Whatever a message quotes, the runner reads no command in it. Annotations are escaped by the library.
    info: (message) => core/* info */.pq(logLines(redact(message)).join('\n')),
    warning: (message, at) => core/* warning */.$e(redact(message), properties(at)),
    error: (message, at) => core/* error */.z3(redact(message), properties(at)),
    group: async (title, work) => await core/* group */.Os(logLines(redact(title)).join(' '), work),
};
function properties(at) {
    if (at === undefined)
        return {};
    return {
        file: redact(at.file),
        startLine: at.startLine,
        ...(at.endLine === undefined ? {} : { endLine: at.endLine }),
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/runner/open-deployment.js


const STATE = 'deployment';
const open_deployment_schema = dist/* object */.Ikc({
    id: dist/* number */.aig(),
    task: dist/* string */.YjP(),
    stage: dist/* string */.YjP(),
    destroys: dist/* boolean */.zMY(),
    runUrl: dist/* string */.YjP(),
});
/** By the runner's state file: `core.saveState` appends to it at once, and the last value wins. */
const actionsOpenDeployment = {
    save: (started) => core/* saveState */.LZ(STATE, started === undefined ? '' : JSON.stringify(started)),
    read() {
        const text = core/* getState */.Gu(STATE);
        return text === '' ? undefined : dist/* parse */.qgA(open_deployment_schema, JSON.parse(text));
    },
};

;// CONCATENATED MODULE: ./lib/src/gateways/runner/run-files.js




const run_files_STATE = 'files';
/** Plans, their JSON and what commands print: sensitive values in clear. */
const PLANS = 'plans';
let folder;
/**
 * The run's own files, in a folder that only this user may enter. Plans are gone before the next step of the job
 * begins. The rest, such as a Terraform that was installed, is gone with the `post` step, which may need it to save a state.
 */
const actionsRunFiles = {
    folder() {
        if (folder !== undefined)
            return folder;
        const temporary = process.env.RUNNER_TEMP || (0,external_node_os_.tmpdir)();
        (0,external_node_fs_.mkdirSync)(temporary, { recursive: true });
        folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(temporary, 'deployment-'));
        // At once: a run that is killed now leaves the folder to `post`.
        core/* saveState */.LZ(run_files_STATE, folder);
        return folder;
    },
    removePlans() {
        if (folder !== undefined)
            (0,external_node_fs_.rmSync)(plansIn(folder), { recursive: true, force: true });
    },
    /** For `post`, which is another process. */
    removeAll() {
        const left = core/* getState */.Gu(run_files_STATE);
        if (left !== '')
            (0,external_node_fs_.rmSync)(left, { recursive: true, force: true });
    },
};
function plansIn(folder) {
    return (0,external_node_path_.join)(folder, PLANS);
}

;// CONCATENATED MODULE: ./lib/src/gateways/runner/run-state.js



const run_state_STATE = 'terraform';
const run_state_schema = dist/* object */.Ikc({
    pid: dist/* number */.aig(),
    startTime: dist/* optional */.lqM(dist/* string */.YjP()),
    startedAt: dist/* string */.YjP(),
    command: dist/* string */.YjP(),
    binary: dist/* string */.YjP(),
    directory: dist/* string */.YjP(),
    output: dist/* string */.YjP(),
    events: dist/* optional */.lqM(dist/* string */.YjP()),
    workspace: dist/* optional */.lqM(dist/* string */.YjP()),
});
/** By the runner's state file: `core.saveState` appends to it at once, and the last value wins. */
const actionsRunState = {
    save: (running) => core/* saveState */.LZ(run_state_STATE, running === undefined ? '' : JSON.stringify(running)),
    read: () => parseRunning(core/* getState */.Gu(run_state_STATE)),
};
/** `undefined` for what is empty; throws for what is not ours. */
function parseRunning(text) {
    if (text === '')
        return undefined;
    const { startTime, events, workspace, ...running } = dist/* parse */.qgA(run_state_schema, JSON.parse(text));
    return {
        ...running,
        ...(startTime === undefined ? {} : { startTime }),
        ...(events === undefined ? {} : { events }),
        ...(workspace === undefined ? {} : { workspace }),
    };
}
/**
 * Field 22 of `/proc/PID/stat` (proc(5)); `undefined` when there is no such process, or no `/proc`. The second field
 * is the command in parentheses and may itself hold any of both, so counting starts after the last one.
 */
function processStartTime(pid) {
    try {
        const stat = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        const afterCommand = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        // A zombie has ended; only nobody has asked for its exit code yet.
        return afterCommand[0] === 'Z' ? undefined : afterCommand[19];
    }
    catch {
        return undefined;
    }
}
/** Whether it is still this process that has the pid. */
function isRunning({ pid, startTime }) {
    if (startTime !== undefined)
        return processStartTime(pid) === startTime;
    try {
        return process.kill(pid, 0);
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/runner/step-results.js

/** The step's outputs and its page in the run's summary. */
const stepResults = {
    output(name, value) {
        core/* setOutput */.uH(name, value);
    },
    async summary(markdown) {
        await core/* summary */.z.addRaw(markdown, true).write();
    },
};

;// CONCATENATED MODULE: ./lib/src/gateways/s3/artifact-store.js


/** S3 answers its own rush with 503 for a while. */
const artifact_store_ATTEMPTS = 8;
/** The bucket of packages. A single put each: at most 250 MiB, and only that can be conditional and hashed as a whole. */
function artifactStore({ bucket, owner, client: config, prepare = (made) => made, }) {
    // Loaded when it is first used: most runs have no back end, and the SDK takes longer to load than they do to start.
    let connected;
    const client = () => {
        connected ??= Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19)).then(async ({ S3Client }) => prepare(new S3Client({ maxAttempts: artifact_store_ATTEMPTS, ...config, ...(await sdkHandler(process.env)) })));
        return connected;
    };
    const common = { Bucket: bucket, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) };
    const place = (key) => ({ ...common, Key: key });
    return {
        async find(key) {
            const { HeadBucketCommand, HeadObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
            try {
                const head = await (await client()).send(new HeadObjectCommand({ ...place(key), ChecksumMode: 'ENABLED' }));
                const sha256 = head.ChecksumSHA256;
                return { bytes: head.ContentLength ?? 0, ...(sha256 === undefined ? {} : { sha256 }) };
            }
            catch (thrown) {
                if (artifact_store_statusOf(thrown) !== 404)
                    throw artifact_store_failed(bucket, `look for ${key} in`, thrown);
            }
            // The answer to HEAD has no body: a bucket that is missing looks like a package that is.
            try {
                await (await client()).send(new HeadBucketCommand(common));
                return undefined;
            }
            catch (thrown) {
                throw artifact_store_failed(bucket, `look for ${key} in`, thrown);
            }
        },
        async read(key) {
            const { GetObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
            try {
                const { Body } = await (await client()).send(new GetObjectCommand(place(key)));
                if (Body === undefined)
                    throw new Error('the reply has no body');
                return await Body.transformToByteArray();
            }
            catch (thrown) {
                throw artifact_store_failed(bucket, `read ${key} from`, thrown);
            }
        },
        async store(key, archive, sha256) {
            const { PutObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
            const request = {
                ...place(key),
                Body: archive,
                ChecksumSHA256: sha256,
                IfNoneMatch: '*',
                ContentType: 'application/zip',
            };
            try {
                await (await client()).send(new PutObjectCommand(request));
                return 'stored';
            }
            catch (thrown) {
                const status = artifact_store_statusOf(thrown);
                if (status === 412)
                    return 'exists';
                if (status === 409)
                    return 'conflict';
                throw artifact_store_failed(bucket, `store ${key} in`, thrown);
            }
        },
    };
}
function artifact_store_statusOf(thrown) {
    return thrown.$metadata?.httpStatusCode;
}
/** HEAD has no body, so S3's own words may be missing: the status says more than `UnknownError`. */
function artifact_store_failed(bucket, doing, thrown) {
    const error = (0,src_errors/* asError */.zR)(thrown);
    const status = artifact_store_statusOf(thrown);
    const found = [error.name, status, error.message].filter((part) => part !== undefined && part !== '').join(' ');
    const wayOut = {
        301: 'The bucket is in another region: set "aws-region" to it',
        403: 'Look at the role: docs/iam.md names what it needs on the artifact bucket',
        404: 'Look at the input "artifact-bucket": there is no such bucket',
    };
    return new src_errors/* ActionError */.lZ({
        what: `Could not ${doing} the artifact bucket ${bucket}`,
        found,
        wayOut: wayOut[status ?? 0] ?? 'Run the job again; nothing was applied',
        cause: thrown,
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/s3/bucket-contents.js




const bucket_contents_ATTEMPTS = 8;
/** What XML 1.0 cannot hold, or does not give back as it was (https://www.w3.org/TR/xml/#charsets). */
const NOT_IN_XML = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** Stands in the address until the key's own bytes take its place. */
const PLACEHOLDER = 'key-of-a-version';
const NONE = { denied: [], failed: [] };
/** What lies in a bucket that is about to be deleted. */
function bucketContents({ owner, client: config, prepare = (made) => made }) {
    let connected;
    const client = () => {
        connected ??= Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19)).then(async ({ S3Client }) => prepare(new S3Client({
            maxAttempts: bucket_contents_ATTEMPTS,
            followRegionRedirects: true,
            ...config,
            ...(await sdkHandler(process.env)),
        })));
        return connected;
    };
    const place = (bucket) => ({
        Bucket: bucket,
        ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
    });
    return {
        async versions(bucket, after) {
            const { ListObjectVersionsCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
            const from = after === undefined ? {} : { KeyMarker: after.key, VersionIdMarker: after.versionId };
            const page = await tried(bucket, 'list the versions of', async () => (await client()).send(new ListObjectVersionsCommand({ ...place(bucket), ...from, EncodingType: 'url' })));
            const versions = [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])].map(asVersion);
            const { IsTruncated: more = false, NextKeyMarker: key = '', NextVersionIdMarker: versionId } = page ?? {};
            if (!more)
                return { versions };
            const next = decodedKey(key);
            if (next === undefined || next === '')
                throw cutListing(bucket, key);
            return { versions, next: { key: next, ...(versionId === undefined ? {} : { versionId }) } };
        },
        async remove(bucket, versions) {
            const fit = versions.filter(({ encoded }) => encoded === undefined);
            const { denied, failed } = fit.length === 0 ? NONE : await removeBatch(bucket, fit);
            const refused = [...denied];
            // What a batch cannot say, or could not do, may be deleted by its address.
            for (const version of [...versions.filter(({ encoded }) => encoded !== undefined), ...failed]) {
                refused.push(...(await removeOne(bucket, version)));
            }
            return refused;
        },
        async abortUploads(bucket) {
            const { AbortMultipartUploadCommand, ListMultipartUploadsCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
            const aborted = await tried(bucket, 'abort the unfinished uploads of', async () => {
                const s3 = await client();
                for (let count = 0;;) {
                    // Always the first page: what it listed is gone before the next one is asked for.
                    const list = new ListMultipartUploadsCommand({ ...place(bucket), EncodingType: 'url' });
                    const { Uploads = [] } = await s3.send(list);
                    if (Uploads.length === 0)
                        return count;
                    for (const { Key = '', UploadId } of Uploads) {
                        const command = new AbortMultipartUploadCommand({ ...place(bucket), Key: PLACEHOLDER, UploadId });
                        await s3.send(atAddress(command, inAddress(Key)));
                        count++;
                    }
                }
            });
            return aborted ?? 0;
        },
        async retention(bucket, { key, versionId }) {
            const { GetObjectLegalHoldCommand, GetObjectRetentionCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
            const version = { ...place(bucket), Key: key, VersionId: versionId };
            return await tried(bucket, 'read the object locks of', async () => {
                const s3 = await client();
                const held = await unlessAbsent(s3.send(new GetObjectLegalHoldCommand(version)));
                if (held?.LegalHold?.Status === 'ON')
                    return 'a legal hold';
                const kept = await unlessAbsent(s3.send(new GetObjectRetentionCommand(version)));
                const { Mode, RetainUntilDate: until } = kept?.Retention ?? {};
                return until === undefined || until.getTime() <= Date.now()
                    ? undefined
                    : `${Mode} until ${until.toISOString()}`;
            });
        },
    };
    /** @returns those that it did not delete: `failed` may succeed alone */
    async function removeBatch(bucket, versions) {
        const { DeleteObjectsCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
        const Objects = versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
        try {
            const command = new DeleteObjectsCommand({ ...place(bucket), Delete: { Objects, Quiet: true } });
            const { Errors = [] } = await (await client()).send(command);
            const denied = Errors.filter(({ Code }) => Code === 'AccessDenied');
            const others = Errors.filter(({ Code }) => Code !== 'AccessDenied');
            return {
                denied: denied.map(({ Key = '', Code, Message = '' }) => ({ key: Key, why: `${Code}: ${Message}` })),
                failed: versions.filter(({ key, versionId }) => others.some((error) => error.Key === key && (error.VersionId ?? versionId) === versionId)),
            };
        }
        catch (thrown) {
            if ((0,src_errors/* asError */.zR)(thrown).name === 'MalformedXML')
                return { denied: [], failed: versions };
            return (await tried(bucket, 'delete from', () => Promise.reject(thrown))) ?? NONE;
        }
    }
    async function removeOne(bucket, { key, versionId, encoded }) {
        const { DeleteObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
        const command = new DeleteObjectCommand({ ...place(bucket), Key: PLACEHOLDER, VersionId: versionId });
        try {
            await (await client()).send(atAddress(command, encoded ?? inAddress(encodeURIComponent(key))));
            return [];
        }
        catch (thrown) {
            const { name, message } = (0,src_errors/* asError */.zR)(thrown);
            if (name === 'NoSuchBucket')
                return [];
            return [{ key, why: `${name}: ${message}` }];
        }
    }
}
/** A key as S3 wrote it with `encoding-type=url`. Bytes that are no UTF-8 have no text: their encoding stands for them. */
function asVersion({ Key = '', VersionId = 'null' }) {
    const key = decodedKey(Key);
    const fits = key !== undefined && !NOT_IN_XML.test(key);
    return { key: key ?? Key, versionId: VersionId, ...(fits ? {} : { encoded: inAddress(Key) }) };
}
function inAddress(encoded) {
    return encoded
        .replaceAll('+', '%20')
        .replaceAll('%2F', '/')
        .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
/** Sends a command about the key with this encoding, whatever a text could hold of it. Signed as it is sent. */
function atAddress(command, encoded) {
    const stack = command.middlewareStack;
    stack.add((next) => (args) => {
        args.request.path = args.request.path.replace(PLACEHOLDER, () => encoded);
        return next(args);
    }, { step: 'build', name: 'keyAtAddress', priority: 'low' });
    return command;
}
function cutListing(bucket, found) {
    return new src_errors/* ActionError */.lZ({
        what: `The listing of the bucket ${bucket} cannot be continued`,
        found: `NextKeyMarker "${found}"`,
        wayOut: 'Delete the object of this key, then run the destroy again',
    });
}
async function unlessAbsent(reply) {
    try {
        return await reply;
    }
    catch (thrown) {
        if (/^NoSuchObjectLockConfiguration|^NoSuchKey$|^MethodNotAllowed$/.test((0,src_errors/* asError */.zR)(thrown).name))
            return undefined;
        throw thrown;
    }
}
/** `undefined` when there is no such bucket (a first run that died half-way has deleted it): nothing is in it. */
async function tried(bucket, doing, call) {
    try {
        return await call();
    }
    catch (thrown) {
        const error = (0,src_errors/* asError */.zR)(thrown);
        if (error.name === 'NoSuchBucket')
            return undefined;
        const Failure = statusOf(thrown) === 403 ? src_errors/* BucketDenied */.iQ : src_errors/* ActionError */.lZ;
        throw new Failure({
            what: `Could not ${doing} the bucket ${bucket}`,
            found: `${error.name} ${error.message}`,
            wayOut: bucket_contents_wayOut(error, statusOf(thrown)),
            cause: thrown,
        });
    }
}
/** By what S3 said: a role that has every right is no help against a policy of the bucket. */
function bucket_contents_wayOut({ name, message }, status) {
    if (/explicit deny in a resource-based policy/.test(message)) {
        return 'A policy of the bucket itself forbids it: remove it from the bucket, then run the destroy again: it continues';
    }
    if (status === 403) {
        return 'Give the destroy role these rights (docs/iam.md), and look at the policy of the bucket; then run the destroy again: it continues';
    }
    if (name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed') {
        return 'The bucket is in another region: set "aws-region" to it';
    }
    return 'Run the destroy again: it continues';
}

;// CONCATENATED MODULE: ./lib/src/terraform/command/arguments.js
/**
 * The argument lists of every Terraform command that is run, built from data and tested as data. No shell ever sees
 * them, so nothing is quoted.
 */
function initArguments({ backend, backendConfig, locked, reconfigure = false }) {
    return [
        'init',
        '-input=false',
        '-no-color',
        ...(locked ? ['-lockfile=readonly'] : []),
        ...(reconfigure ? ['-reconfigure'] : []),
        ...(backend ? backendConfig.map((setting) => `-backend-config=${setting}`) : ['-backend=false']),
    ];
}
function planArguments(request) {
    return [
        'plan',
        '-json',
        '-input=false',
        '-detailed-exitcode',
        `-out=${request.planFile}`,
        ...(request.destroy ? ['-destroy'] : []),
        ...lockArguments(request.lock, request.lockTimeout),
        ...variableArguments(request),
    ];
}
/**
 * @param again the sources of the plan's values, where the plan has ephemeral variables: it does not hold those, so they
 *   are given once more, with the others at their planned values (Terraform refuses another value). Else nothing: before
 *   1.10, Terraform refuses every variable beside a saved plan.
 */
function applyArguments(planFile, lockTimeout, again) {
    return [
        'apply',
        '-json',
        '-input=false',
        ...lockArguments(true, lockTimeout),
        ...(again === undefined ? [] : variableArguments(again)),
        planFile,
    ];
}
function showArguments(planFile, format) {
    return ['show', format === 'json' ? '-json' : '-no-color', planFile];
}
const VERSION_ARGUMENTS = ['version', '-json'];
const FORMAT_ARGUMENTS = ['fmt', '-check', '-recursive', '-no-color'];
const VALIDATE_ARGUMENTS = ['validate', '-json'];
const OUTPUT_ARGUMENTS = ['output', '-json', '-no-color'];
const SHOW_STATE_ARGUMENTS = ['show', '-json', '-no-color'];
const STATE_LIST_ARGUMENTS = ['state', 'list'];
const STATE_PULL_ARGUMENTS = ['state', 'pull'];
const WORKSPACE_LIST_ARGUMENTS = ['workspace', 'list', '-no-color'];
function workspaceArguments(action, name) {
    return ['workspace', action, '-no-color', name];
}
/**
 * Asks for the state's lock and gives it back: of the commands that lock, the only one that needs no variables and, where
 * its resource is missing, changes nothing and succeeds.
 */
const LOCK_PROBE_ARGUMENTS = [
    'untaint',
    '-no-color',
    '-allow-missing',
    '-lock-timeout=0s',
    'terraform_data.well_managed_deployments_lock_probe',
];
function unlockArguments(lockId) {
    return ['force-unlock', '-force', lockId];
}
/**
 * Never `-force`: a state with another lineage or a newer serial must win.
 * @param locked the caller holds the lock already
 */
function statePushArguments(file, locked = false) {
    return ['state', 'push', ...(locked ? ['-lock=false'] : []), file];
}
/**
 * A command line for the log. Values of variables and of backend settings may be secrets: only their names are shown.
 */
function commandLine(binary, given) {
    const shown = [];
    for (let at = 0; at < given.length; at += 1) {
        const argument = given[at] ?? '';
        if (argument === '-var') {
            at += 1;
            shown.push('-var', hideValue(given[at] ?? ''));
        }
        else if (argument.startsWith('-backend-config=')) {
            shown.push(`-backend-config=${hideValue(argument.slice('-backend-config='.length))}`);
        }
        else {
            shown.push(argument);
        }
    }
    return [binary, ...shown].join(' ');
}
function hideValue(setting) {
    const at = setting.indexOf('=');
    return at < 0 ? setting : `${setting.slice(0, at)}=***`;
}
function lockArguments(lock, timeout) {
    return lock ? [`-lock-timeout=${timeout}`] : ['-lock=false'];
}
function variableArguments({ varFiles, variables }) {
    return [
        ...varFiles.map((file) => `-var-file=${file}`),
        ...[...variables].flatMap(([name, value]) => ['-var', `${name}=${value}`]),
    ];
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/number-text.js
/** A number that JavaScript would round stands as this mark and its digits: no text of Terraform's begins with NUL. */
const MARK = '\\u0000';
/** Numbers of up to 15 digits without an exponent are exact: most plans have no others, and are parsed as they are. */
const MAY_ROUND = /[[:,\s]-?(?=[\d.]{16}|[\d.]+[eE])\d/;
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/**
 * JSON of Terraform without rounding: it computes with 512 bits, and JavaScript would take 9007199254740993 for
 * 9007199254740992 and 1e400 for 7e500. Such a number becomes a text that begins with NUL.
 * @param read.value what the JSON is parsed
 */
function withoutRounding({ json, value }) {
    return MAY_ROUND.test(json) ? JSON.parse(json.replace(TEXT_OR_NUMBER, exact)) : value;
}
/** JSON of a value that `withoutRounding` made: its numbers stand in it with the digits that they came with. */
function exactJson(value) {
    return JSON.stringify(value).replace(/"\\u0000(-?\d[\d.eE+-]*)"/g, '$1');
}
/** The digits of a number that would be rounded, or the text as it is. */
function shownNumber(text) {
    return text.startsWith('\0') ? text.slice(1) : text;
}
function exact(token) {
    return token.startsWith('"') || String(Number(token)) === token ? token : `"${MARK}${token}"`;
}

// EXTERNAL MODULE: ./lib/src/terraform/stream/machine-output.js
var machine_output = __webpack_require__(4077);
;// CONCATENATED MODULE: ./lib/src/terraform/command/output-json.js




const output_json_schema = dist/* record */.g1P(dist/* string */.YjP(), dist/* object */.Ikc({ sensitive: dist/* boolean */.zMY(), value: dist/* unknown */.L5J() }));
/** Shorter ones (`true`, `8080`) would blacken half of a log and are no secrets. */
const output_json_SHORTEST = 5;
/** Whether this is what `output -json` prints. */
function isOutputs(value) {
    return dist.is(output_json_schema, value);
}
/** Reads `terraform output -json`, with warnings around it or without; numbers as `withoutRounding` has them. Throws for anything else. */
function parseOutputs(text) {
    const found = (0,machine_output/* machineOutput */.j)(text, isOutputs);
    const parsed = dist/* safeParse */.xLC(output_json_schema, found === undefined ? undefined : withoutRounding(found));
    if (parsed.success)
        return parsed.output;
    throw new src_errors/* ActionError */.lZ({
        what: 'The stack outputs could not be read',
        // Never the text itself: outputs may be secrets.
        found: `${text.length} characters that are not the JSON of outputs`,
        expected: 'an object of { sensitive, value }, as `terraform output -json` prints it',
    });
}
/** Texts inside sensitive outputs, each line of them too: logs are masked line by line. */
function sensitiveTexts(outputs) {
    const texts = new Set();
    for (const { value, sensitive } of Object.values(outputs))
        if (sensitive)
            collect(value, texts);
    return [...texts].filter((text) => text.trim().length >= output_json_SHORTEST);
}
function collect(value, into) {
    if (typeof value === 'string' || typeof value === 'number') {
        const text = shownNumber(String(value));
        into.add(text);
        for (const line of text.split(/\r?\n/))
            into.add(line);
    }
    else if (typeof value === 'object' && value !== null) {
        for (const child of Object.values(value))
            collect(child, into);
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/json.js
// The field names are Terraform's own (https://developer.hashicorp.com/terraform/internals/json-format): the reader
// checks what is decided from and copies nothing, since the JSON of a large plan is over 30 MB.
const PLAN_ACTIONS = [
    'no-op',
    'create',
    'read',
    'update',
    'delete',
    'forget',
    'open',
    'renew',
    'close',
];

;// CONCATENATED MODULE: ./lib/src/terraform/plan/fields.js


// Structural checks of the parts of a plan: each returns what it was given, typed, or throws an `ActionError` that
// names the place. Values never enter a message: they may be secrets.
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function malformed(path, expected, found) {
    // Only the kind of what was found: values of a plan may be secrets.
    const kind = Array.isArray(found) ? 'a list' : found === null ? 'null' : `a value of type ${typeof found}`;
    return new src_errors/* ActionError */.lZ({ what: `The JSON of this plan is damaged at "${path}"`, found: kind, expected });
}
function list(json, field, as) {
    const value = json[field];
    if (value === undefined || value === null)
        return [];
    if (!Array.isArray(value))
        throw malformed(field, 'a list', value);
    return value.map((element, index) => as(element, `${field}[${index}]`));
}
function map(json, field, as) {
    const value = json[field];
    if (value === undefined || value === null)
        return {};
    if (!isObject(value))
        throw malformed(field, 'an object', value);
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, as(element, `${field}.${key}`)]));
}
function asObject(value, path) {
    if (!isObject(value))
        throw malformed(path, 'an object', value);
    return value;
}
function requireTexts(value, path, fields) {
    for (const field of fields) {
        if (typeof value[field] !== 'string')
            throw malformed(`${path}.${field}`, 'a text', value[field]);
    }
}
function asChange(value, path) {
    const change = asObject(value, path);
    const { actions, replace_paths: paths } = change;
    if (!Array.isArray(actions) || actions.length === 0)
        throw malformed(`${path}.actions`, 'a list of actions', actions);
    for (const action of actions) {
        if (PLAN_ACTIONS.some((known) => known === action))
            continue;
        // An action that is not known may destroy: to take it for nothing would be worse than to stop.
        throw new src_errors/* ActionError */.lZ({
            what: `The plan has an action that this version does not know, at "${path}.actions"`,
            found: String(action),
            expected: PLAN_ACTIONS.join(', '),
            wayOut: 'Use a newer version of this action',
        });
    }
    if (paths !== undefined && paths !== null && !Array.isArray(paths)) {
        throw malformed(`${path}.replace_paths`, 'a list', paths);
    }
    return change;
}
function asResourceChange(value, path) {
    const resource = asObject(value, path);
    requireTexts(resource, path, ['address', 'mode', 'type', 'name']);
    asChange(resource.change, `${path}.change`);
    return resource;
}
function asCheck(value, path) {
    const check = asObject(value, path);
    requireTexts(check, path, ['status']);
    requireTexts(asObject(check.address, `${path}.address`), `${path}.address`, ['to_display']);
    const instances = Array.isArray(check.instances) ? check.instances.filter(isObject) : [];
    return { ...check, instances };
}
function asInvocation(value, path) {
    const invocation = asObject(value, path);
    requireTexts(invocation, path, ['address', 'type']);
    return invocation;
}
function asDeferredChange(value, path) {
    const deferred = asObject(value, path);
    const change = asResourceChange(deferred.resource_change, `${path}.resource_change`);
    return { reason: typeof deferred.reason === 'string' ? deferred.reason : 'unknown', resource_change: change };
}
function asDeferredInvocation(value, path) {
    const deferred = asObject(value, path);
    const invocation = asInvocation(deferred.action_invocation, `${path}.action_invocation`);
    return { reason: typeof deferred.reason === 'string' ? deferred.reason : 'unknown', action_invocation: invocation };
}
function asRelevantAttribute(value, path) {
    const attribute = asObject(value, path);
    requireTexts(attribute, path, ['resource']);
    return {
        resource: String(attribute.resource),
        attribute: Array.isArray(attribute.attribute) ? attribute.attribute : [],
    };
}
function asVariable(value, path) {
    return asObject(value, path);
}
/** Whether `true` stands anywhere in a shape of marks. */
function holdsTrue(marks) {
    if (marks === true)
        return true;
    if (typeof marks !== 'object' || marks === null)
        return false;
    return Object.values(marks).some(holdsTrue);
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/read-plan.js


/**
 * Reads the JSON of a saved plan. Every 1.x format is read and unknown fields are ignored, as its compatibility
 * promise asks; an unknown major version, a state, and anything that is no plan is refused with an `ActionError`.
 */
function readPlan(json) {
    if (!isObject(json))
        throw noPlan(`${Array.isArray(json) ? 'a list' : json === null ? 'null' : `a ${typeof json}`}`);
    const version = json.format_version;
    if (typeof version !== 'string')
        throw noPlan('a JSON object without "format_version"');
    if (!/^1\.\d+$/.test(version))
        throw unknownFormat(version);
    if ('values' in json && !('planned_values' in json))
        throw noPlan('a state ("values" without "planned_values")');
    if ('valid' in json && 'diagnostics' in json)
        throw noPlan('the result of `terraform validate`');
    if (!PLAN_FIELDS.some((field) => field in json))
        throw noPlan('a JSON object without a field of a plan');
    const optional = {
        ...(isObject(json.prior_state) ? { prior_state: json.prior_state } : {}),
        ...(isObject(json.planned_values) ? { planned_values: json.planned_values } : {}),
        ...(isObject(json.configuration) ? { configuration: json.configuration } : {}),
        ...(typeof json.timestamp === 'string' ? { timestamp: json.timestamp } : {}),
    };
    return {
        format_version: version,
        terraform_version: typeof json.terraform_version === 'string' ? json.terraform_version : '',
        resource_changes: list(json, 'resource_changes', asResourceChange),
        output_changes: map(json, 'output_changes', asChange),
        resource_drift: list(json, 'resource_drift', asResourceChange),
        checks: list(json, 'checks', asCheck),
        deferred_changes: list(json, 'deferred_changes', asDeferredChange),
        action_invocations: list(json, 'action_invocations', asInvocation),
        deferred_action_invocations: list(json, 'deferred_action_invocations', asDeferredInvocation),
        relevant_attributes: list(json, 'relevant_attributes', asRelevantAttribute),
        variables: map(json, 'variables', asVariable),
        errored: json.errored === true,
        complete: json.complete !== false,
        applyable: json.applyable !== false,
        ...optional,
    };
}
/** One of these is in the JSON of every plan, also of an empty one. */
const PLAN_FIELDS = ['planned_values', 'resource_changes', 'output_changes', 'configuration', 'applyable'];
function noPlan(found) {
    return new src_errors/* ActionError */.lZ({
        what: 'This is not the JSON of a Terraform plan',
        found,
        expected: 'the output of `terraform show -json PLANFILE`',
        wayOut: 'Save the plan with `terraform plan -out=PLANFILE` and convert that file',
    });
}
function unknownFormat(version) {
    return new src_errors/* ActionError */.lZ({
        what: 'The JSON of this plan has a format that this action does not know',
        found: `format_version "${version}"`,
        expected: 'format_version 1.x, which Terraform 1.1 and later and OpenTofu write',
        wayOut: 'Use a Terraform version that writes it, or a newer version of this action',
    });
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/sensitive.js


/**
 * Shorter values are not masked in text: `***` in place of every `1`, `no` or `dev` would destroy the comment and would
 * hide nothing, because it can be guessed. The text of a plan is safe without it: Terraform itself prints
 * `(sensitive value)` there. Masking is the second wall, for values that reach a text on another way (a check's
 * message, a provider's error, `nonsensitive`, a copy in an attribute that no schema marks).
 */
const sensitive_SHORTEST = 4;
/** Of a key below a sensitive mark. */
const SHORTEST_KEY = 8;
const COMMON = new Set(['true', 'false', 'null']);
/**
 * Every text or number of a plan that is marked sensitive, at any depth: of resources, data sources, outputs, root
 * variables and action configurations, before and after. Without values that stand in an address or that are too
 * short, see `SHORTEST`.
 */
function sensitiveValues(plan) {
    const values = new Set();
    const collect = (value, marks) => collectMarked(value, marks, values);
    const change = ({ before, after, before_sensitive, after_sensitive }) => {
        collect(before, before_sensitive);
        collect(after, after_sensitive);
    };
    const changes = [
        ...plan.resource_changes,
        ...plan.resource_drift,
        ...plan.deferred_changes.map(({ resource_change: deferred }) => deferred),
    ];
    for (const resource of changes)
        change(resource.change);
    for (const output of Object.values(plan.output_changes))
        change(output);
    for (const invocation of [
        ...plan.action_invocations,
        ...plan.deferred_action_invocations.map(({ action_invocation: deferred }) => deferred),
    ]) {
        collect(invocation.config_values, invocation.config_sensitive);
    }
    for (const [name, { value }] of Object.entries(plan.variables)) {
        if (isSensitiveVariable(plan, name))
            collect(value, true);
    }
    for (const state of [plan.prior_state?.values, plan.planned_values])
        collectState(state, collect);
    return worthMasking(values, changes.map(({ address }) => address));
}
/** An address is written in clear in the configuration: masking it would only make the comment unreadable. */
function worthMasking(values, addresses) {
    const written = addresses.join('\n');
    return [...values].filter((value) => value.length >= sensitive_SHORTEST && !COMMON.has(value) && !written.includes(value));
}
/** Every text or number below these values, and the keys among them that are no plain names. */
function leavesOf(values) {
    const leaves = new Set();
    for (const value of values)
        collectLeaves(value, leaves);
    return worthMasking(leaves, []);
}
function isSensitiveVariable(plan, name) {
    const root = plan.configuration?.root_module;
    const declared = isObject(root) && isObject(root.variables) ? root.variables[name] : undefined;
    return isObject(declared) && declared.sensitive === true;
}
function collectState(state, collect) {
    if (!isObject(state))
        return;
    for (const output of Object.values(isObject(state.outputs) ? state.outputs : {})) {
        if (isObject(output) && output.sensitive === true)
            collect(output.value, true);
    }
    const modules = [state.root_module ?? null];
    for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
        if (!isObject(module))
            continue;
        for (const resource of Array.isArray(module.resources) ? module.resources : []) {
            if (isObject(resource))
                collect(resource.values, resource.sensitive_values);
        }
        if (Array.isArray(module.child_modules))
            modules.push(...module.child_modules);
    }
}
/** Walks marks, not values: what is not marked is not looked at, and marks are few. */
function collectMarked(value, marks, into) {
    if (value === undefined || value === null || marks === undefined || marks === false || marks === null)
        return;
    if (marks === true) {
        collectLeaves(value, into);
        return;
    }
    if (typeof marks !== 'object' || typeof value !== 'object')
        return;
    const children = value;
    for (const [key, mark] of Object.entries(marks))
        collectMarked(children[key], mark, into);
}
/**
 * A plan does not tell the attributes of an object from the keys of a map. `password` and `private_key` are attributes,
 * and masking them would only spoil the report; `sk_live_51Habc9` and `bob@example.org` are keys.
 */
function isPlainName(key) {
    return key.length < SHORTEST_KEY || /^[a-z]+(?:[_-][a-z]+)*$/i.test(key);
}
function collectLeaves(value, into) {
    if (typeof value === 'string')
        into.add(shownNumber(value));
    else if (typeof value === 'number')
        into.add(String(value));
    else if (typeof value === 'object' && value !== null) {
        for (const [key, child] of Object.entries(value)) {
            if (!Array.isArray(value) && !isPlainName(key))
                into.add(key);
            if (child !== undefined)
                collectLeaves(child, into);
        }
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/diagnostics-text.js
// biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI sequences begin with one
const ANSI = /\u001b\[[0-9;]*m/g;
const HEADING = /^(Error|Warning): (.*)$/;
const PLACE = /^ {2}on (.+?) line (\d+)(?:, in .*)?:$/;
const RESOURCE = /^ {2}with (.+?),$/;
const CODE = /^ *\d+:( |$)/;
/**
 * The diagnostics in what a command without `-json` wrote to its standard error (`init`, `show`, `output`, `state`,
 * `workspace`): a heading, where it is, and prose. An error text without a heading is one diagnostic as a whole.
 */
function parseDiagnosticsText(output) {
    const lines = plainLines(output);
    const starts = lines.flatMap((line, at) => (HEADING.test(line) ? [at] : []));
    if (starts.length === 0) {
        const [summary, ...rest] = lines.join('\n').trim().split('\n');
        return summary ? [{ severity: 'error', summary, detail: rest.join('\n').trim() }] : [];
    }
    return starts.map((start, index) => diagnostic(lines.slice(start, starts[index + 1] ?? lines.length)));
}
/** Without colours and without the box that Terraform draws around a diagnostic. */
function plainLines(output) {
    return output
        .replace(ANSI, '')
        .split(/\r?\n/)
        .filter((line) => !/^[╷╵]\s*$/.test(line))
        .map((line) => line.replace(/^│ ?/, '').trimEnd());
}
function diagnostic([heading = '', ...body]) {
    const [, severity, summary = ''] = HEADING.exec(heading) ?? [];
    // A long summary goes on until the first empty line.
    const gap = body.indexOf('');
    const continued = gap < 0 ? [] : body.slice(0, gap);
    const lines = body.slice(continued.length);
    const place = lines.map((line) => PLACE.exec(line)).find((match) => match !== null);
    const address = lines.map((line) => RESOURCE.exec(line)?.[1]).find((found) => found !== undefined);
    const prose = lines.filter((line) => !PLACE.test(line) && !RESOURCE.test(line) && !CODE.test(line));
    const line = Number(place?.[2]);
    return {
        severity: severity === 'Warning' ? 'warning' : 'error',
        summary: [summary, ...continued].join(' ').trim(),
        detail: prose.join('\n').trim(),
        ...(address === undefined ? {} : { address }),
        ...(place?.[1] === undefined ? {} : { file: place[1], startLine: line, endLine: line }),
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/answers/machine.js



/** A backend's long advice is read in Terraform's own log. */
const LONGEST = 300;
/**
 * The object in what a command printed; `undefined` where there is none. What stands around it is a warning of this run:
 * its headings alone, since the rest may be anything.
 */
function machineRead({ binary, version, log }, command, text, wanted) {
    const found = (0,machine_output/* machineOutput */.j)(text, wanted);
    if (found === undefined || found.around === '')
        return found;
    // Masked before it is cut.
    const said = parseDiagnosticsText(actionsSecrets.redact(found.around))
        .filter(() => /(Warning|Error): /.test(found.around))
        .map(({ summary, detail }) => `${summary}: ${detail.replace(/\s+/g, ' ')}`.slice(0, LONGEST));
    const what = said.length === 0 ? `${found.around.length} characters of text` : said.join('; ');
    log.warning(`${binary} ${version} printed more than the JSON of \`${binary} ${command} -json\`: ${what}. ${machine_wayOut(version)}`);
    return found;
}
/** https://github.com/hashicorp/terraform/blob/v1.15/CHANGELOG.md: 1.15.2 prints no warnings there. */
function machine_wayOut(version) {
    return /^1\.15\.[01]$/.test(version)
        ? 'Set "terraform-version" to 1.15.2 or newer, which does not, or correct what it warns about'
        : 'Correct what it warns about';
}

;// CONCATENATED MODULE: ./lib/src/terraform/command/lock-file.js
/** `- Finding latest version of hashicorp/aws...`, `- Finding hashicorp/aws versions matching "~> 5.0"...` */
const NOT_LOCKED = /^- Finding (?:latest version of )?(\S+?)(?:\.\.\.| versions matching)/gm;
/**
 * The command that mends the lock file. Terraform's own advice is the same for an entry too many and one too few, and
 * `providers lock` removes none.
 */
function lockFileWayOut(failure) {
    const { binary, platform, directory, said, printed } = failure;
    const run = (command) => `\`${binary} -chdir=${directory} ${command}\``;
    const init = run('init -backend=false');
    const lock = run(`providers lock${platform === '' ? '' : ` -platform=${platform}`}`);
    const each = 'with a -platform for each machine that you use';
    if (/match any of the checksums/.test(said)) {
        return {
            wayOut: `The lock file .terraform.lock.hcl has no checksum for ${platform || 'this machine'}, or another one. Run ${lock} (${each}) and commit the file`,
        };
    }
    if (/init -upgrade|previously-selected version \S+ is no longer available/.test(said)) {
        return {
            wayOut: `The lock file .terraform.lock.hcl names a version that is not allowed or not there any more. Run ${run('init -backend=false -upgrade')}, then ${lock} (${each}), and commit the file`,
        };
    }
    if (!/lock file is read-only|Inconsistent dependency lock file/.test(said))
        return undefined;
    const missing = [...printed.matchAll(NOT_LOCKED)].map(([, provider]) => provider);
    if (missing.length > 0 || /Inconsistent/.test(said)) {
        const named = missing.length === 0 ? 'a provider that is needed' : missing.join(', ');
        return {
            wayOut: `The lock file .terraform.lock.hcl is not rewritten here, and it lacks ${named}. Run ${init}, then ${lock} (${each}), and commit the file`,
        };
    }
    return {
        wayOut: `The lock file .terraform.lock.hcl is not rewritten here, and it names a provider or a constraint that the configuration does not have. Run ${init} and commit the file`,
    };
}

;// CONCATENATED MODULE: ./lib/src/terraform/command/state-lock.js
/**
 * The `Lock Info` of the error "Error acquiring the state lock"; wrapped or indented, with `-json` or without. The `http`
 * backend prints there what was asked for, and of the lock that is held only its id (seen with Terraform 1.11.4).
 */
function parseLockText(text) {
    const held = /already locked:\s+ID=(\S+)/.exec(text)?.[1];
    if (held !== undefined)
        return { id: held, who: '', created: '', operation: '', path: '' };
    const field = (name) => new RegExp(`^[ │]*${name}:[ ]+(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
    const id = field('ID');
    if (!/Lock Info:/.test(text) || id === '')
        return undefined;
    return { id, who: field('Who'), created: field('Created'), operation: field('Operation'), path: field('Path') };
}
/** The JSON of a `.tflock` object in the state's bucket, or of a local `.terraform.tfstate.lock.info`. */
function parseLockJson(text) {
    try {
        const value = JSON.parse(text);
        if (typeof value !== 'object' || value === null)
            return undefined;
        const fields = { ...value };
        const field = (name) => (typeof fields[name] === 'string' ? fields[name] : '');
        if (field('ID') === '')
            return undefined;
        return {
            id: field('ID'),
            who: field('Who'),
            created: field('Created'),
            operation: field('Operation'),
            path: field('Path'),
        };
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/command/failure.js



/** Terraform ran and failed. What it printed is in `diagnostics`, for annotations on files. */
class TerraformFailure extends src_errors/* ActionError */.lZ {
    kind;
    diagnostics;
    lock;
    constructor(kind, parts, diagnostics, lock) {
        super(parts);
        this.kind = kind;
        this.diagnostics = diagnostics;
        if (lock !== undefined)
            this.lock = lock;
    }
}
/** Says what failed, by Terraform's own diagnostics, and what to do about it. */
function terraformFailure(failed) {
    const { diagnostics } = failed;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const said = (pattern) => errors.find(({ summary, detail }) => pattern.test(flat(`${summary} ${detail}`)));
    const lock = errors.map(({ detail }) => parseLockText(detail)).find((found) => found !== undefined);
    if (lock !== undefined)
        return lockHeld(failed, lock);
    if (said(/Saved plan is stale/)) {
        return new TerraformFailure('stale-plan', {
            what: 'The saved plan is stale: somebody else changed the state since it was made',
            wayOut: 'Plan again; nothing of this plan was applied',
        }, diagnostics);
    }
    // Asked to stop, and killed or unable to save after that: then it did not stop in order.
    if (failed.interrupted && failed.code !== null && !said(/errored\.tfstate/)) {
        return new TerraformFailure('interrupted', {
            what: `${failed.binary} ${failed.command} was cancelled, and stopped in order`,
            ...failure_found(errors),
            wayOut: failed.command === 'apply'
                ? 'What was finished is in the state. Run the job again: it plans from there'
                : 'Run the job again; nothing was changed',
        }, diagnostics);
    }
    const ended = failed.code === null ? `was ended by ${failed.signal}` : `failed with exit code ${failed.code}`;
    return new TerraformFailure(kindOf(failed, said), { what: `${failed.binary} ${failed.command} ${ended}`, ...failure_found(errors), ...failure_wayOut(failed, said) }, diagnostics);
}
function kindOf({ command, code }, said) {
    if (command === 'init')
        return 'init';
    if (command !== 'apply')
        return 'failed';
    if (said(/errored\.tfstate/))
        return 'unsaved-state';
    return code === null ? 'killed' : 'failed';
}
function lockHeld(failed, lock) {
    const since = lock.created === '' ? '' : ` since ${lock.created}`;
    return new TerraformFailure('lock-held', {
        what: `The state is locked, so ${failed.binary} ${failed.command} did nothing`,
        found: `lock ${lock.id}, held by ${lock.who || 'an unnamed process'}${since} for ${lock.operation || 'an operation'}`,
        expected: 'no lock, or one that is released within "lock-timeout"',
        wayOut: `Wait for the run that holds it. Only when that run is certainly over: ${failed.binary} -chdir=${failed.directory} force-unlock ${lock.id}`,
    }, failed.diagnostics, lock);
}
/** How a registry, or the host it sends to, fails to answer. */
const UNREACHABLE = /could not connect to|failed to request discovery document|could not query provider registry|the request failed after|TLS handshake timeout|i\/o timeout|connection (reset|refused)|deadline exceeded|Client\.Timeout/i;
/** Which texts have a way out that Terraform does not name. */
function failure_wayOut({ command, binary, platform, directory, diagnostics, printed }, said) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const all = flat(errors.map(({ summary, detail }) => `${summary} ${detail}`).join(' '));
    const mended = lockFileWayOut({ binary, platform, directory, said: all, printed });
    if (mended !== undefined)
        return mended;
    if (command === 'init' && said(UNREACHABLE)) {
        return {
            wayOut: 'The registry did not answer. Run the job again; if it stays, look at its status page, the proxy variables and TF_CLI_CONFIG_FILE',
        };
    }
    // Before the cause, which may be that the credentials have expired.
    if (said(/errored\.tfstate/)) {
        return {
            wayOut: `The state could not be saved and is in ${directory}/errored.tfstate on this runner. Nothing may be applied before it is pushed: ${binary} -chdir=${directory} state push errored.tfstate`,
        };
    }
    if (said(/No valid credential sources|ExpiredToken|security token included in the request is (invalid|expired)/)) {
        return {
            wayOut: 'Sign in to AWS before this step, for example with aws-actions/configure-aws-credentials and "permissions: id-token: write"',
        };
    }
    if (said(/Unsupported Terraform Core version|Unsupported OpenTofu/)) {
        return { wayOut: `Install a version of ${binary} that "required_version" allows before this step` };
    }
    return {};
}
function failure_found(errors) {
    // A general heading may come first; the place is what helps.
    const first = errors.find(({ file }) => file !== undefined) ?? errors[0];
    if (first === undefined)
        return {};
    const place = first.file === undefined ? '' : ` (${first.file}${first.startLine === undefined ? '' : `:${first.startLine}`})`;
    const more = errors.length === 1 ? '' : `, and ${errors.length - 1} more`;
    const detail = flat(first.detail);
    return { found: `${first.summary}${place}${detail === '' ? '' : `: ${failure_shortened(detail)}`}${more}` };
}
/** Terraform wraps its prose at 78 columns; texts are compared and quoted without that. */
function flat(text) {
    return text.replace(/\s+/g, ' ').trim();
}
function failure_shortened(text) {
    return text.length <= 400 ? text : `${text.slice(0, 399)}…`;
}

;// CONCATENATED MODULE: ./lib/src/gateways/runner/held-log.js
/** Keeps what is said until it may be printed; from then on it says everything at once. */
class HeldLog {
    #log;
    #held = [];
    constructor(log) {
        this.#log = log;
    }
    info(message) {
        this.#say(() => this.#log.info(message));
    }
    warning(...given) {
        this.#say(() => this.#log.warning(...given));
    }
    error(...given) {
        this.#say(() => this.#log.error(...given));
    }
    async group(_title, work) {
        return await work();
    }
    release() {
        const held = this.#held ?? [];
        this.#held = undefined;
        for (const say of held)
            say();
    }
    #say(say) {
        if (this.#held === undefined)
            say();
        else
            this.#held.push(say);
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/command/exit-codes.js
/**
 * The commands whose exit codes say more than success and failure:
 * `plan -detailed-exitcode` (https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode) and
 * `fmt -check` (https://developer.hashicorp.com/terraform/cli/commands/fmt#usage). Every other command: 0, or failure.
 */
const MEANINGS = {
    plan: new Map([[2, 'changes']]),
    fmt: new Map([[3, 'not-formatted']]),
};
/** @param code `null` when a signal ended the process */
function exitMeaning(command, code) {
    if (code === 0)
        return 'success';
    if (code === null)
        return 'failure';
    return MEANINGS[command]?.get(code) ?? 'failure';
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/diagnostic.js

/**
 * With its file as seen from the root module. Terraform names a variable file as it was given, with its whole path, and
 * a variable of the command line as `<value for var.x>`, which is no file.
 *
 * @param directory absolute path of the root module
 */
function placedIn(directory, diagnostic) {
    const { file, startLine, endLine, ...placeless } = diagnostic;
    if (file === undefined)
        return diagnostic;
    if (file.startsWith('<'))
        return placeless;
    return external_node_path_.posix.isAbsolute(file) ? { ...diagnostic, file: external_node_path_.posix.relative(directory, file) } : diagnostic;
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/progress-lines.js
/** Lines of one kind that are shown before the rest is only counted: a plan of 5,000 resources is read elsewhere. */
const SHOWN = 100;
/** Milliseconds between two lines that only say that it goes on. */
const INTERVAL = 15_000;
/**
 * Condenses the lines that come once for each resource, so that the log shows what happens and stays readable:
 * refreshes are counted, planned changes and drift listed up to a limit, waiting is said every 15 seconds.
 */
class ProgressLines {
    #counts = { refreshed: 0, planned: 0, drifted: 0, waiting: 0 };
    #saidAt;
    /** @param now milliseconds, as are the other times */
    constructor(now) {
        this.#saidAt = now;
    }
    /** The lines to show for this event. */
    of(event, now) {
        if (event.kind === 'progress')
            return [...this.end(), event.sentence];
        this.#counts[event.what] += 1;
        const count = this.#counts[event.what];
        if (event.what === 'planned' || event.what === 'drifted')
            return count <= SHOWN ? [event.sentence] : [];
        if (now - this.#saidAt < INTERVAL)
            return [];
        this.#saidAt = now;
        return [event.what === 'refreshed' ? `${count} resources read so far` : event.sentence];
    }
    /** What was only counted until now. */
    end() {
        const { refreshed, planned, drifted } = this.#counts;
        this.#counts = { refreshed: 0, planned: 0, drifted: 0, waiting: this.#counts.waiting };
        return [
            ...(refreshed > 0 ? [`${refreshed} ${refreshed === 1 ? 'resource' : 'resources'} read`] : []),
            ...(planned > SHOWN ? [`${planned - SHOWN} more planned changes`] : []),
            ...(drifted > SHOWN ? [`${drifted - SHOWN} more changes made outside Terraform`] : []),
        ];
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/applied-changes.js
/** What an apply has to do for each planned action, as the stream names it. A `forget` is not announced. */
const PARTS = {
    create: ['create'],
    update: ['update'],
    delete: ['delete'],
    'delete-create': ['delete', 'create'],
    'create-delete': ['create', 'delete'],
    'forget-create': ['create'],
    'create-forget': ['create'],
};
const PHASES = {
    apply_start: 'begun',
    apply_complete: 'done',
    apply_errored: 'failed',
};
/** https://developer.hashicorp.com/terraform/internals/machine-readable-ui#operation-messages */
function applyEvent(message) {
    const phase = PHASES[String(message.type)];
    const hook = message.hook;
    const address = hook?.resource?.addr;
    if (phase === undefined || typeof address !== 'string')
        return undefined;
    const { id_key: key, id_value: value } = hook ?? {};
    const id = typeof key === 'string' && key !== '' && typeof value === 'string' ? { id: { key, value } } : {};
    return { address, action: String(hook?.action ?? ''), phase, ...id };
}
/** Follows an apply, and says at its end what is done of its plan. */
class AppliedChanges {
    #phases = new Map();
    add({ address, action, phase }) {
        this.#phases.set(`${action} ${address}`, phase);
    }
    /** @param whole the apply has succeeded: then everything is done, also what is not announced */
    of(planned, whole) {
        const result = { done: [], failed: [], notBegun: [] };
        const seen = new Set();
        for (const { address, action } of planned) {
            const parts = PARTS[action];
            if (parts === undefined || seen.has(`${action} ${address}`))
                continue;
            seen.add(`${action} ${address}`);
            const phases = parts.map((part) => this.#phases.get(`${part} ${address}`));
            if (whole || phases.every((phase) => phase === 'done'))
                result.done.push({ address, action });
            else if (phases.every((phase) => phase === undefined))
                result.notBegun.push({ address, action });
            else
                result.failed.push({ address, action, ...half(action, phases) });
        }
        return result;
    }
}
function half(action, [first, second]) {
    if (action === 'delete-create' && first === 'done') {
        return { detail: second === undefined ? 'destroyed, not created again' : 'destroyed, creating it again failed' };
    }
    if (action === 'create-delete' && first === 'done') {
        return {
            detail: second === undefined ? 'created, the old one is still there' : 'created, destroying the old one failed',
        };
    }
    return first === 'begun' ? { detail: 'begun, and its end is not known' } : {};
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/diagnostics-json.js



const position = dist/* object */.Ikc({ line: dist/* number */.aig() });
/** https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic; unknown fields are ignored. */
const diagnosticSchema = dist/* object */.Ikc({
    severity: dist/* picklist */.KIO(['error', 'warning']),
    summary: dist/* string */.YjP(),
    detail: dist/* optional */.lqM(dist/* string */.YjP(), ''),
    address: dist/* optional */.lqM(dist/* string */.YjP()),
    range: dist/* optional */.lqM(dist/* object */.Ikc({ filename: dist/* string */.YjP(), start: position, end: position })),
});
const validationSchema = dist/* object */.Ikc({
    format_version: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^1\./, 'its format_version is not 1.x')),
    diagnostics: dist/* optional */.lqM(dist/* array */.YOg(dist/* unknown */.L5J()), []),
});
/** `undefined` for what is no diagnostic: a stream of another version must not end a run. */
function diagnosticOf(value) {
    const parsed = dist/* safeParse */.xLC(diagnosticSchema, value);
    if (!parsed.success)
        return undefined;
    const { severity, summary, detail, address, range } = parsed.output;
    return {
        severity,
        summary,
        detail,
        ...(address === undefined || address === '' ? {} : { address }),
        ...(range === undefined || range.filename === ''
            ? {}
            : { file: range.filename, startLine: range.start.line, endLine: range.end.line }),
    };
}
/** The findings of `validate -json`. Throws for anything else: a check that cannot be read has not passed. */
function parseValidation(text) {
    const parsed = dist/* safeParse */.xLC(validationSchema, (0,machine_output/* machineOutput */.j)(text, isValidation)?.value);
    const diagnostics = parsed.success ? parsed.output.diagnostics.map(diagnosticOf) : [];
    if (!parsed.success || diagnostics.includes(undefined)) {
        throw new src_errors/* ActionError */.lZ({
            what: 'The answer of `validate -json` is not one that this action can read',
            found: text.trim() === '' ? 'nothing' : text.trim().slice(0, 200),
            expected: 'JSON with a format_version 1.x and diagnostics',
            wayOut: 'Check that "terraform-binary" is Terraform 1.5 or newer, or OpenTofu',
        });
    }
    return diagnostics.filter((diagnostic) => diagnostic !== undefined);
}
/** Whether this is what `validate -json` prints. */
function isValidation(value) {
    return dist.is(validationSchema, value);
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/stream-event.js


/** Types of https://developer.hashicorp.com/terraform/internals/machine-readable-ui that tell nothing by themselves. */
const SILENT = new Set([
    'refresh_start',
    'ephemeral_op_start',
    'ephemeral_op_progress',
    'provision_start',
    'outputs',
    'change_summary_start',
]);
const REPEATED = {
    refresh_complete: 'refreshed',
    planned_change: 'planned',
    resource_drift: 'drifted',
    apply_progress: 'waiting',
};
/**
 * Reads a line of Terraform's JSON stream. Types that this version does not know are shown by their message, and lines
 * that are no JSON (a warning about the CLI configuration, a provider that prints) as they are: nothing is lost.
 */
function parseStreamLine(line) {
    const message = parseObject(line);
    if (message === undefined)
        return line.trim() === '' ? { kind: 'silent' } : { kind: 'progress', sentence: line };
    const sentence = String(message['@message'] ?? '').trim();
    const type = String(message.type ?? '');
    if (type === 'diagnostic') {
        const diagnostic = diagnosticOf(message.diagnostic);
        return diagnostic === undefined ? { kind: 'progress', sentence } : { kind: 'diagnostic', diagnostic };
    }
    if (SILENT.has(type) || sentence === '')
        return { kind: 'silent' };
    const what = REPEATED[type];
    if (what !== undefined)
        return { kind: 'repeated', what, sentence };
    const applied = applyEvent(message);
    return { kind: 'progress', sentence, ...(applied === undefined ? {} : { applied }) };
}
function parseObject(line) {
    if (!line.startsWith('{'))
        return undefined;
    try {
        const value = JSON.parse(line);
        return typeof value === 'object' && value !== null ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/output.js



/** The end of a line that may go on in the next one: base64 is broken after 64 or 76 characters. */
const UNFINISHED = /[\w+/-]{16}={0,2}\s*$/;
/** What Terraform prints while it runs, on its way into the log. */
class TerraformOutput {
    /** A warning of `plan` or `apply` is nowhere else. */
    diagnostics = [];
    /** What the stream of a plan says of each change, as a sentence. */
    planned = [];
    #log;
    #progress = new ProgressLines(Date.now());
    /** Lines that are said together with the next one. */
    #unfinished = [];
    #changed;
    /** @param changed told of each step of an apply */
    constructor(log, changed) {
        this.#log = log;
        this.#changed = changed;
    }
    /** A line of `plan -json` or `apply -json`. */
    stream(line) {
        const event = parseStreamLine(line);
        if (event.kind === 'silent')
            return;
        if (event.kind === 'diagnostic') {
            this.diagnostics.push(event.diagnostic);
            this.text(output_said(event.diagnostic));
        }
        else {
            if (event.kind === 'progress' && event.applied !== undefined)
                this.#changed?.(event.applied);
            if (event.kind === 'repeated' && event.what === 'planned')
                this.planned.push(event.sentence);
            for (const sentence of this.#progress.of(event, Date.now()))
                this.text(sentence);
        }
    }
    /** A line of a command that prints text. */
    line(line) {
        this.#unfinished.push(line);
        if (!UNFINISHED.test(line))
            this.#finish();
    }
    /** As a whole: a secret that is broken into lines is only found in all of them. */
    text(text) {
        this.#log.info(text);
    }
    /** What was only counted, and what stands on the standard error: a provider that crashed writes there. */
    end(stderr) {
        this.#finish();
        for (const sentence of this.#progress.end())
            this.text(sentence);
        const lines = plainLines(stderr).filter((line) => line.trim() !== '');
        if (lines.length > 0)
            this.text(lines.join('\n'));
    }
    #finish() {
        if (this.#unfinished.length > 0)
            this.text(this.#unfinished.join('\n'));
        this.#unfinished = [];
    }
}
/** Only for the log: annotations, which are few, are made of the outcome. */
function output_said({ severity, summary, detail, file, startLine }) {
    const place = file === undefined ? '' : ` (${file}:${startLine})`;
    return `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}${place}${detail === '' ? '' : `\n${detail}`}`;
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/process.js



/**
 * Runs a program that must survive its starter. Its outputs are files, because Terraform dies of SIGPIPE when the
 * reader of a pipe dies, lock and all; it leads its own process group, so that signals meant for us do not reach it;
 * and it is asked to stop with exactly one SIGINT, because a second one makes Terraform give up its state. Then it is
 * waited for, however long it takes.
 */
async function runProcess(request) {
    const stdout = await (0,promises_.open)(request.stdout, 'w', 0o600);
    let stderr;
    try {
        stderr = await (0,promises_.open)(request.stderr, 'w', 0o600);
        return await untilItEnds(request, stdout.fd, stderr.fd);
    }
    finally {
        await stdout.close();
        await stderr?.close();
    }
}
async function untilItEnds(request, stdout, stderr) {
    const { signal } = request;
    return await new Promise((resolve, reject) => {
        const child = (0,external_node_child_process_.spawn)(request.program, request.arguments, {
            cwd: request.directory,
            env: { ...request.environment },
            detached: true,
            stdio: ['ignore', stdout, stderr],
        });
        let interrupted = false;
        let unsaved;
        const interrupt = () => {
            if (interrupted)
                return;
            interrupted = true;
            child.kill('SIGINT');
        };
        try {
            if (child.pid !== undefined)
                request.started(child.pid);
        }
        catch (cause) {
            // It runs already, so it is asked to stop and waited for like any other.
            unsaved = { cause };
            interrupt();
        }
        signal.addEventListener('abort', interrupt);
        if (signal.aborted)
            interrupt();
        child.on('error', (cause) => {
            // Also emitted when a signal could not be sent; then the process still runs, and its exit is what counts.
            if (child.pid !== undefined)
                return;
            signal.removeEventListener('abort', interrupt);
            reject(notStarted(request, cause));
        });
        child.on('exit', (code, endedBy) => {
            signal.removeEventListener('abort', interrupt);
            if (unsaved !== undefined)
                reject(unsaved.cause);
            else
                resolve({ code, signal: endedBy, interrupted });
        });
    });
}
function notStarted({ program, directory }, cause) {
    return new src_errors/* ActionError */.lZ({
        what: `${program} could not be started`,
        found: cause.message,
        expected: `an executable file, and the directory ${directory}`,
        cause,
    });
}

// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(6193);
;// CONCATENATED MODULE: ./lib/src/gateways/terraform/process-output.js



/** Milliseconds between two looks at the file. */
const process_output_INTERVAL = 100;
const process_output_CHUNK = 256 * 1024;
/**
 * Hands over each line of a growing file, as it comes. The writer never waits for the reader: however slow `onLine` is,
 * the lines wait in the file. An error thrown by `onLine` is thrown by `finish`.
 */
function followLines(path, onLine) {
    let finishing = false;
    const stopWaiting = new AbortController();
    const reading = read();
    // An early failure is reported by `finish`, not as an unhandled rejection.
    reading.catch(() => { });
    return {
        finish: async () => {
            finishing = true;
            stopWaiting.abort();
            await reading;
        },
    };
    async function read() {
        const lines = new LineBuffer(onLine);
        let file;
        try {
            for (;;) {
                // Read before the look at the file: what was written before the end is then always seen.
                const last = finishing;
                file ??= await openIfThere(path);
                if (file !== undefined)
                    await drain(file, lines);
                if (last)
                    break;
                await (0,external_node_timers_promises_.setTimeout)(process_output_INTERVAL, undefined, { signal: stopWaiting.signal }).catch(() => { });
            }
            lines.end();
        }
        finally {
            await file?.close();
        }
    }
}
async function openIfThere(path) {
    try {
        return await (0,promises_.open)(path, 'r');
    }
    catch (thrown) {
        if (thrown.code === 'ENOENT')
            return undefined;
        throw thrown;
    }
}
async function drain(file, lines) {
    const buffer = Buffer.alloc(process_output_CHUNK);
    for (;;) {
        const { bytesRead } = await file.read(buffer, 0, process_output_CHUNK, null);
        if (bytesRead === 0)
            return;
        lines.add(buffer.subarray(0, bytesRead));
    }
}
/** Cuts bytes into lines; a character or a line may come in pieces. */
class LineBuffer {
    #decoder = new external_node_string_decoder_.StringDecoder('utf8');
    #onLine;
    #rest = '';
    constructor(onLine) {
        this.#onLine = onLine;
    }
    add(bytes) {
        const lines = (this.#rest + this.#decoder.write(bytes)).split('\n');
        this.#rest = lines.pop() ?? '';
        for (const line of lines)
            this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
    end() {
        const rest = this.#rest + this.#decoder.end();
        this.#rest = '';
        if (rest !== '')
            this.#onLine(rest);
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/command.js
















/** Runs one Terraform command to its end, its outputs in files. Throws `TerraformFailure` for a code of failure. */
async function runCommand(settings, asked, reading, changed) {
    const { signal, runState, secretsKnown } = settings;
    const log = secretsKnown === undefined ? settings.log : heldUntil(secretsKnown, settings.log);
    const command = asked[0] ?? '';
    if (signal.aborted)
        throw new src_errors/* CancelledError */.cc(`${settings.binary} ${command}, before it began`);
    const given = (await settings.early?.added(asked)) ?? asked;
    const files = filesOf(settings.scratch, command);
    // Beside the plans, which are gone before `post`: it compares what was made with the state.
    const events = command === 'apply' ? (0,external_node_path_.join)((0,external_node_path_.dirname)((0,external_node_path_.dirname)(settings.scratch)), `${(0,external_node_path_.basename)(files.stdout)}.events`) : undefined;
    const output = new TerraformOutput(log, (event) => {
        if (events !== undefined)
            kept(events, event);
        changed?.(event);
    });
    if (reading !== 'kept')
        output.text(commandLine(settings.binary, given));
    const follower = reading === 'kept'
        ? undefined
        : followLines(files.stdout, (line) => (reading === 'stream' ? output.stream(line) : output.line(line)));
    // Before it starts: a lock that is older than this is not its own.
    const startedAt = new Date().toISOString();
    let succeeded = false;
    try {
        const end = await runProcess({
            program: settings.program,
            arguments: given,
            directory: settings.directory,
            environment: settings.environment,
            ...files,
            signal,
            started: (pid) => runState.save({
                ...running(settings, command, pid),
                startedAt,
                output: files.stdout,
                ...(events === undefined ? {} : { events }),
            }),
        });
        // What ended badly is left for the `post` step: it may have left a lock, or a state that could not be saved.
        if (end.code === 0 || (end.code !== null && command !== 'apply'))
            runState.save(undefined);
        await follower?.finish();
        await secretsKnown;
        const stderr = await (0,promises_.readFile)(files.stderr, 'utf8');
        output.end(stderr);
        const meaning = exitMeaning(command, end.code);
        if (meaning === 'failure') {
            const printed = command === 'init' ? await (0,promises_.readFile)(files.stdout, 'utf8') : '';
            throw failureOf(settings, { command, ...end, printed }, output.diagnostics, stderr);
        }
        succeeded = true;
        if (events !== undefined)
            await (0,promises_.rm)(events, { force: true });
        const diagnostics = output.diagnostics.map((one) => placedIn(settings.directory, one));
        return { meaning, stdout: files.stdout, diagnostics, planned: output.planned };
    }
    finally {
        await follower?.finish().catch(() => { });
        await (0,promises_.rm)(files.stderr, { force: true });
        if (reading !== 'kept' || !succeeded)
            await (0,promises_.rm)(files.stdout, { force: true });
    }
}
function failureOf({ binary, platform, directory }, ended, streamed, stderr) {
    // With `-json` the errors are in the stream; what stands on standard error is then of the binary itself.
    const printed = streamed.some(({ severity }) => severity === 'error') ? [] : parseDiagnosticsText(stderr);
    return terraformFailure({
        binary,
        platform,
        directory: (0,external_node_path_.relative)(process.cwd(), directory) || '.',
        ...ended,
        diagnostics: [...streamed, ...printed].map((one) => command_masked(placedIn(directory, one))),
    });
}
function heldUntil(known, log) {
    const held = new HeldLog(log);
    known.then(() => held.release());
    return held;
}
/** A message is cut to be read, and half a secret would not be found any more. */
function command_masked({ summary, detail, ...diagnostic }) {
    return { ...diagnostic, summary: actionsSecrets.redact(summary), detail: actionsSecrets.redact(detail) };
}
/** Runs a command whose output is data, and reads it. */
async function readCommand(settings, given) {
    const { stdout } = await runCommand(settings, given, 'kept');
    try {
        return await (0,promises_.readFile)(stdout, 'utf8');
    }
    finally {
        await (0,promises_.rm)(stdout, { force: true });
    }
}
/** A full disk must not end the apply; `post` reads the output too, where that is still there. */
function kept(file, event) {
    try {
        (0,external_node_fs_.appendFileSync)(file, `${JSON.stringify(event)}\n`, { mode: 0o600 });
    }
    catch { }
}
function filesOf(scratch, command) {
    const name = (0,external_node_path_.join)(scratch, `${command}-${(0,external_node_crypto_.randomUUID)()}`);
    return { stdout: `${name}.out`, stderr: `${name}.err` };
}
function running(settings, command, pid) {
    const { program, directory, environment } = settings;
    const startTime = processStartTime(pid);
    const { TF_WORKSPACE: workspace } = environment;
    return {
        pid,
        ...(startTime === undefined ? {} : { startTime }),
        command,
        binary: program,
        directory,
        ...(workspace === undefined ? {} : { workspace }),
    };
}
/** `terraform` for `/opt/hostedtoolcache/.../terraform-bin`. */
function readableName(program) {
    return (0,external_node_path_.basename)(program).replace(/-bin$/, '');
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/answers/shown-plan.js







/** So many changes are named where the plan's JSON cannot be had. */
const NAMED = 50;
/**
 * Reads a saved plan as JSON and as text, both at once: each starts the providers, which takes seconds with a large one.
 * Without its JSON the run stops, since nothing can be decided; without its text only the diff is missing.
 *
 * @param read told of the JSON before anything of the text is printed: an error may quote a secret of it
 */
async function shownPlan(settings, { planFile, planned, withText }, read) {
    const held = new HeldLog(settings.log);
    const text = withText ? shownText({ ...settings, log: held }, planFile) : Promise.resolve('');
    try {
        const json = await shownJson(settings, planFile, planned);
        read(json);
        return { json, text: await text };
    }
    finally {
        await text.catch(() => { });
        held.release();
    }
}
async function shownJson(settings, planFile, planned) {
    try {
        return shown(settings, await readCommand(settings, showArguments(planFile, 'json')), 'plan');
    }
    catch (thrown) {
        if (settings.signal.aborted || planned.length === 0)
            throw thrown;
        const { parts } = thrown instanceof src_errors/* ActionError */.lZ ? thrown : { parts: { what: (0,src_errors/* asError */.zR)(thrown).message } };
        const more = planned.length > NAMED ? `; and ${planned.length - NAMED} more` : '';
        const named = `The plan was made: ${planned.slice(0, NAMED).join('; ')}${more}`;
        const found = 'found' in parts && parts.found !== undefined ? `${parts.found}. ${named}` : named;
        if (!(thrown instanceof TerraformFailure))
            throw new src_errors/* ActionError */.lZ({ ...parts, found, cause: thrown });
        throw new TerraformFailure(thrown.kind, { ...parts, found, cause: thrown }, []);
    }
}
/** The text of a saved plan; empty, with a warning, where it could not be made. */
async function shownText(settings, planFile) {
    try {
        return await readCommand(settings, showArguments(planFile, 'text'));
    }
    catch (thrown) {
        if (settings.signal.aborted)
            throw thrown;
        settings.log.warning(`The plan has no diff, because its text could not be made. ${(0,src_errors/* asError */.zR)(thrown).message}`);
        return '';
    }
}
/** The JSON of `terraform show`. */
function shown(settings, text, what) {
    const found = machineRead(settings, 'show', text, hasFormat);
    if (found !== undefined)
        return withoutRounding(found);
    throw new src_errors/* ActionError */.lZ({
        what: `The JSON of the ${what} could not be read`,
        // Never the text itself: it holds sensitive values in clear.
        found: `${text.length} characters that are no JSON`,
        expected: 'the JSON of `terraform show -json`',
        wayOut: 'Look whether the disk of the runner is full, and run the job again',
    });
}
function hasFormat(value) {
    return typeof value === 'object' && value !== null && 'format_version' in value;
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/module-manifest.js


/**
 * The modules that `terraform init` installed, from `.terraform/modules/modules.json`. Without that file there is the
 * root module alone. `undefined` where it cannot be read: then it is not known which folders count.
 */
function moduleFolders(text) {
    const root = { path: [], directory: '.' };
    if (text === undefined)
        return [root];
    const manifest = module_manifest_parsed(text);
    if (!isObject(manifest) || !Array.isArray(manifest.Modules))
        return undefined;
    const folders = [root];
    for (const module of manifest.Modules) {
        if (!isObject(module) || typeof module.Key !== 'string' || typeof module.Dir !== 'string')
            return undefined;
        if (module.Key === '')
            continue;
        folders.push({ path: module.Key.split('.'), directory: external_node_path_.posix.normalize(module.Dir.replaceAll('\\', '/')) });
    }
    return folders;
}
/** Whether Terraform reads this file of a module's folder: https://developer.hashicorp.com/terraform/language/files */
function isConfigurationFile(name) {
    if (name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#')))
        return false;
    return /\.(?:tf|tofu)(?:\.json)?$/.test(name);
}
function module_manifest_parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/stream/address-lines.js
const NAME = '[\\p{ID_Start}_][\\p{ID_Continue}-]*';
const address_lines_KEY = '(?:\\[(?:\\d+|"(?:[^"\\\\]|\\\\.)*")\\])?';
const ADDRESS = new RegExp(`^(?:module\\.${NAME}${address_lines_KEY}\\.)*(?:data\\.|ephemeral\\.)?${NAME}\\.${NAME}${address_lines_KEY}$`, 'u');
/**
 * The lines of `state list` that are addresses. Warnings of the backend may stand before or behind them, with the box that
 * Terraform draws around one and without.
 */
function addressesIn(listed) {
    return listed
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => ADDRESS.test(line));
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/answers/state.js










/** Addresses in the state. Terraform calls it an error when there is no state; here that is an empty list. */
async function resourcesOf(settings) {
    try {
        const listed = await readCommand(settings, STATE_LIST_ARGUMENTS);
        return addressesIn(listed);
    }
    catch (thrown) {
        if (thrown instanceof TerraformFailure && saysNoState(thrown))
            return [];
        throw thrown;
    }
}
/** The state's lineage: made at random with the state, and known only to those who may read it. */
async function lineageOf(settings) {
    return lineageIn(await readCommand(settings, STATE_PULL_ARGUMENTS));
}
/** @param text as `terraform state pull` prints it */
function lineageIn(text) {
    if (text.trim() === '')
        return undefined;
    const lineage = /"lineage":\s*"([^"]*)"/.exec(text)?.[1];
    // A backend without a state prints an empty one, which nobody has named yet.
    if (lineage !== undefined)
        return lineage === '' ? undefined : lineage;
    // Nothing but the backend's warnings is no state either.
    if (parseDiagnosticsText(text).every(({ severity }) => severity === 'warning'))
        return undefined;
    throw new src_errors/* ActionError */.lZ({
        what: 'The state has no lineage',
        found: `${text.length} characters that are not a state`,
        expected: 'a state as `terraform state pull` prints it',
    });
}
function saysNoState({ diagnostics }) {
    return diagnostics.length === 1 && diagnostics[0]?.summary.startsWith('No state file was found') === true;
}
/** Settings of a provider that a `dynamic` block may make, which the JSON of a plan leaves out. */
const DYNAMIC = /\bdynamic\s+"?(assume_role|assume_role_with_web_identity|endpoints)"?/;
/** Endpoints that the AWS provider takes from the environment, and the SDK does not. */
const ENDPOINTS = ['TF_AWS_S3_ENDPOINT', 'AWS_S3_ENDPOINT'];
/** Where `init` has found the state, and what a provider may be told that the plan does not show. */
function destroyGround({ directory, environment, }) {
    const data = (0,external_node_path_.resolve)(directory, environment.TF_DATA_DIR ?? '.terraform');
    const initialised = JSON.parse(textIfThere((0,external_node_path_.join)(data, 'terraform.tfstate')) ?? '{}');
    const { type = 'local', config = null } = isObject(initialised)
        ? (initialised.backend ?? {})
        : {};
    const hiddenProvider = state_hidden(directory, data, environment);
    return { backend: { type, config }, ...(hiddenProvider === undefined ? {} : { hiddenProvider }) };
}
function state_hidden(directory, data, environment) {
    const endpoint = ENDPOINTS.find((name) => (environment[name] ?? '') !== '');
    if (endpoint !== undefined)
        return `${endpoint} names an S3 of its own for Terraform`;
    const folders = moduleFolders(textIfThere((0,external_node_path_.join)(data, 'modules', 'modules.json')));
    if (folders === undefined)
        return "Terraform's list of modules cannot be read";
    for (const { directory: inside } of folders) {
        const place = (0,external_node_path_.resolve)(directory, inside);
        const files = (0,external_node_fs_.readdirSync)(place).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name));
        const file = files.find((name) => DYNAMIC.test(textIfThere((0,external_node_path_.join)(place, name)) ?? ''));
        if (file !== undefined)
            return `a provider may be set by a dynamic block (${(0,external_node_path_.join)(inside, file)})`;
    }
    return undefined;
}
function textIfThere(place) {
    return (0,external_node_fs_.statSync)(place, { throwIfNoEntry: false })?.isFile() ? (0,external_node_fs_.readFileSync)(place, 'utf8') : undefined;
}

;// CONCATENATED MODULE: ./lib/src/terraform/command/state-secrets.js


/** The secrets of a state as `terraform state pull` prints it (version 4); what has another form has none. */
function stateSecrets(state) {
    if (!isObject(state))
        return { marked: [], named: [] };
    const { outputs, resources } = state;
    const marked = [];
    for (const output of Object.values(isObject(outputs) ? outputs : {})) {
        if (isObject(output) && output.sensitive === true)
            marked.push(output.value ?? null);
    }
    const named = [];
    for (const resource of state_secrets_list(resources)) {
        for (const instance of state_secrets_list(isObject(resource) ? resource.instances : undefined)) {
            if (!isObject(instance))
                continue;
            const { attributes = null } = instance;
            for (const path of state_secrets_list(instance.sensitive_attributes))
                marked.push(at(attributes, state_secrets_list(path)) ?? null);
            collectNamed('', attributes, named);
        }
    }
    return { marked: leavesOf(marked), named };
}
/** A path has steps such as `{ type: "get_attr", value: "password" }` and `{ type: "index", value: { value: 0 } }`. */
function at(value, path) {
    let found = value;
    for (const step of path) {
        const named = isObject(step) ? step.value : undefined;
        const key = isObject(named) ? named.value : named;
        if (typeof found !== 'object' || found === null)
            return undefined;
        // What cannot be followed, such as an element of a set, is secret as a whole.
        if (typeof key !== 'string' && typeof key !== 'number')
            return found;
        found = found[String(key)];
    }
    return found;
}
function collectNamed(name, value, into) {
    if (typeof value === 'string')
        into.push([name, value]);
    else if (Array.isArray(value))
        for (const item of value)
            collectNamed(name, item, into);
    else if (isObject(value)) {
        for (const [key, child] of Object.entries(value))
            if (child !== undefined)
                collectNamed(key, child, into);
    }
}
function state_secrets_list(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/answers/state-beside.js






/** What `post` looks for is the plan beside it, which may hold the lock. */
const UNWATCHED = { save: () => { }, read: () => undefined };
/**
 * Reads the state while a plan is made, which takes longer. A provider that fails may quote what the state holds, and no
 * plan will say then what of it is secret. What goes wrong here goes wrong in the plan too, and is said there.
 */
function stateBeside(settings, found) {
    const unheard = { ...settings, log: new HeldLog(settings.log), runState: UNWATCHED };
    const read = async () => {
        const text = await readCommand(unheard, STATE_PULL_ARGUMENTS);
        const state = (0,machine_output/* machineOutput */.j)(text, (value) => typeof value === 'object' && value !== null && 'lineage' in value);
        if (state !== undefined)
            found(stateSecrets(state.value));
        return lineageIn(text);
    };
    return { lineage: read().catch(() => undefined) };
}

// EXTERNAL MODULE: ./node_modules/@actions/exec/lib/exec.js + 1 modules
var exec = __webpack_require__(1955);
;// CONCATENATED MODULE: ./lib/src/gateways/terraform/short.js



/** The commands that read local files and take a moment: these may run on pipes, and end by themselves. */
const SHORT = { version: VERSION_ARGUMENTS, fmt: FORMAT_ARGUMENTS, validate: VALIDATE_ARGUMENTS };
/** Runs a short command; its exit code is the caller's to read. */
async function runShort(program, command, options) {
    const given = SHORT[command];
    return await ended(program, (await options.early?.added(given)) ?? given, options);
}
/** What `COMMAND -help` prints. */
async function helpOf(program, words, options) {
    const { stdout, stderr } = await ended(program, [...words, '-help'], options);
    return `${stdout}\n${stderr}`;
}
async function ended(program, given, options) {
    try {
        // The quotes are for the library, which splits its first argument as a command line.
        const { exitCode, stdout, stderr } = await (0,exec/* getExecOutput */.H)(`"${program}"`, [...given], {
            cwd: options.directory,
            env: { ...options.environment },
            silent: true,
            ignoreReturnCode: true,
        });
        return { code: exitCode, stdout, stderr };
    }
    catch (cause) {
        throw new src_errors/* ActionError */.lZ({
            what: `${program} could not be run`,
            found: (0,src_errors/* asError */.zR)(cause).message,
            expected: 'a Terraform or OpenTofu for this machine',
            wayOut: 'Install one for its system and processor before this step',
            cause,
        });
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/checks.js










/**
 * What can be said about a configuration without credentials: formatting, and validity. Findings are returned, not
 * thrown; what keeps the checks from being made (a registry that does not answer) is thrown.
 */
async function checkOffline(given, locked) {
    // What an earlier run has left in the workspace names a backend, and would be asked.
    const settings = { ...given, environment: { ...given.environment, TF_DATA_DIR: (0,external_node_path_.join)(given.scratch, 'offline') } };
    const format = await checkFormat(settings);
    try {
        await runCommand(settings, initArguments({ backend: false, backendConfig: [], locked }), 'text');
    }
    catch (thrown) {
        // A configuration that cannot be read is a finding; `validate` would only say it again.
        const findings = thrown instanceof TerraformFailure ? thrown.diagnostics : [];
        if (!findings.some(({ severity, file }) => severity === 'error' && file !== undefined))
            throw thrown;
        return checks_merged(format, findings);
    }
    const { stdout } = await runShort(settings.program, 'validate', settings);
    machineRead(settings, 'validate', stdout, isValidation);
    return checks_merged(format, parseValidation(actionsSecrets.redact(stdout)));
}
async function checkFormat(settings) {
    const { code, stdout, stderr } = await runShort(settings.program, 'fmt', settings);
    const meaning = exitMeaning('fmt', code);
    if (meaning === 'not-formatted') {
        return stdout
            .split('\n')
            .filter((file) => file.trim() !== '')
            .map((file) => ({
            severity: 'warning',
            summary: 'Not formatted',
            detail: `Run \`${settings.binary} fmt ${file}\` and commit the file`,
            file,
            startLine: 1,
        }));
    }
    // What cannot be parsed cannot be formatted: an error of its place, even in a folder that nothing uses.
    return meaning === 'success' ? [] : parseDiagnosticsText(stderr);
}
/** The same finding of two commands is one finding. */
function checks_merged(...lists) {
    const seen = new Map();
    for (const finding of lists.flat()) {
        const key = JSON.stringify([finding.severity, finding.summary, finding.file, finding.startLine]);
        if (!seen.has(key))
            seen.set(key, finding);
    }
    return [...seen.values()];
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/environment.js

/** A shorter value would mask half of what is said. */
const environment_SHORTEST = 4;
/**
 * The environment of every Terraform command.
 *
 * The stage is given as `TF_VAR_stage`: Terraform takes it where the configuration declares the variable and ignores it
 * where it does not (https://developer.hashicorp.com/terraform/language/values/variables#values-for-undeclared-variables),
 * so that no configuration has to be parsed. A variable file would win over it; `requireStage` refuses such a plan.
 */
function settledEnvironment(settings, log) {
    const environment = {};
    const removed = [];
    for (const [name, value] of Object.entries(settings.environment)) {
        if (name.startsWith('TF_CLI_ARGS') || isLogging(name))
            removed.push(name);
        else if (name === 'TF_WORKSPACE')
            requireWorkspace(value, settings.workspace);
        else
            environment[name] = value;
    }
    for (const name of removed)
        log.warning(removedBecause(name));
    if (!settings.variables.has('stage'))
        environment.TF_VAR_stage = settings.stage;
    // Its question for newer versions would tell a host that no input names.
    return { CHECKPOINT_DISABLE: '1', ...environment, TF_IN_AUTOMATION: '1', TF_INPUT: '0' };
}
/** Throws where the plan was made for another stage than this run's. The variable counts only where it is declared. */
function requireStage(plan, { stage, variables }) {
    if (variables.has('stage'))
        return;
    const declared = member(member(plan, 'variables'), 'stage');
    if (declared === undefined)
        return;
    const value = member(declared, 'value');
    if (String(value) === stage)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'The plan was made for another stage: a variable file sets the variable "stage"',
        found: `stage = ${JSON.stringify(value)}`,
        expected: `stage = "${stage}", as the input "stage" says`,
        wayOut: 'Take "stage" out of the *.tfvars files, or name the value in the input "variables" (stage=...)',
    });
}
/**
 * The variables that a saved plan does not hold, so that `apply` has to be given them again: the plan's JSON has them in
 * its configuration and not among its values (1.10 and newer; seen with 1.11.4).
 */
function hasEphemeralVariables(plan) {
    return ephemeralVariables(plan).length > 0;
}
/** The values of variables that a plan says nothing of, so that they stay secret while it is applied. */
function notInPlan(plan, variables, environment) {
    return ephemeralVariables(plan)
        .map((name) => variables.get(name) ?? environment[`TF_VAR_${name}`] ?? '')
        .filter((value) => value.trim().length >= environment_SHORTEST);
}
function ephemeralVariables(plan) {
    const declared = member(member(member(plan, 'configuration'), 'root_module'), 'variables');
    const held = new Set(keys(member(plan, 'variables')));
    return keys(declared).filter((name) => !held.has(name));
}
/** Terraform's own log holds credentials and states in clear, and this log may be public. */
function isLogging(name) {
    return /^TF_LOG(_CORE|_PROVIDER.*)?$/.test(name);
}
function removedBecause(name) {
    return name.startsWith('TF_CLI_ARGS')
        ? `${name} is not passed on: it would add arguments to commands that this action reads the answers of. Use the inputs`
        : `${name} is not passed on: Terraform's own log holds credentials and values in clear`;
}
function requireWorkspace(found, expected) {
    if (found === '' || found === expected)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'Two workspaces are named',
        found: `TF_WORKSPACE=${found} in the environment, and "workspace: ${expected}"`,
        expected: 'the workspace in the input alone',
        wayOut: `Set the input "workspace" to ${found}, or remove TF_WORKSPACE`,
    });
}
function member(value, name) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    return Object.hasOwn(value, name) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
function keys(value) {
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

// EXTERNAL MODULE: ./lib/src/terraform/command/versions.js
var versions = __webpack_require__(6446);
;// CONCATENATED MODULE: ./lib/src/gateways/terraform/early-variables.js
/** `plan` takes them always, and an applied plan holds them. */
const BY_THEMSELVES = new Set(['plan', 'apply']);
/**
 * OpenTofu 1.8 and Terraform 1.15 evaluate variables before the plan: in the settings of a backend, in the sources of
 * modules, for the encryption of the state. Each command says by its help whether it takes them; an older version refuses
 * an option that it does not know.
 */
class EarlyVariables {
    #sources;
    #help;
    #taken = new Map();
    constructor(sources, help) {
        this.#sources = sources;
        this.#help = help;
    }
    /** The command line with the variables in it, where its command takes them. */
    async added(given) {
        const { varFiles, variables } = this.#sources;
        const words = wordsOf(given);
        if (varFiles.length + variables.size === 0 || BY_THEMSELVES.has(words[0] ?? ''))
            return given;
        // A version whose `init` takes none takes none anywhere else.
        if (!(await this.#takes(['init'])) || !(await this.#takes(words)))
            return given;
        const named = [...variables].flatMap(([name, value]) => ['-var', `${name}=${value}`]);
        // Before the arguments that are no options.
        return [...words, ...varFiles.map((file) => `-var-file=${file}`), ...named, ...given.slice(words.length)];
    }
    async #takes(words) {
        const name = words.join(' ');
        const taken = this.#taken.get(name) ?? this.#help(words).then((text) => /^\s*-var-file\b/m.test(text));
        this.#taken.set(name, taken);
        return await taken;
    }
}
/** `state list`, `init`. */
function wordsOf([command = '', sub]) {
    return (command === 'state' || command === 'workspace') && sub !== undefined ? [command, sub] : [command];
}

// EXTERNAL MODULE: ./lib/src/terraform/version/constraint.js
var constraint = __webpack_require__(499);
;// CONCATENATED MODULE: ./lib/src/gateways/terraform/binary.js




/** As `findBinary`; `undefined` where there is none. */
async function findInstalled(binary, environment) {
    return (await locate(binary, environment.PATH ?? '')) === undefined
        ? undefined
        : await findBinary(binary, environment);
}
/**
 * The absolute path of the real binary. A set-up action may put a script of Node in its place and the binary as
 * `NAME-bin` beside it; the script changes exit codes and adds text to the output, so the binary is what is run.
 *
 * @param binary a name that is looked up on the `PATH` of `environment`, or a path
 */
async function findBinary(binary, environment) {
    const found = await locate(binary, environment.PATH ?? '');
    if (found === undefined)
        throw missing(binary);
    if (!(await isNodeScript(found)))
        return found;
    // The script may be linked to; the binary is beside the script itself.
    for (const beside of [`${found}-bin`, `${await (0,promises_.realpath)(found)}-bin`]) {
        if (await isExecutable(beside))
            return beside;
    }
    throw new src_errors/* ActionError */.lZ({
        what: `${found} is a wrapper script, and there is no ${binary}-bin beside it`,
        found: 'a script for Node, which changes exit codes and adds text to what Terraform prints',
        expected: 'the binary itself',
        wayOut: 'Set "terraform_wrapper: false" (OpenTofu: "tofu_wrapper: false") at the set-up action, or name the binary in "terraform-binary"',
    });
}
async function locate(binary, path) {
    if (binary.includes('/') || (0,external_node_path_.isAbsolute)(binary)) {
        const absolute = (0,external_node_path_.resolve)(binary);
        return (await isExecutable(absolute)) ? absolute : undefined;
    }
    for (const folder of path.split(external_node_path_.delimiter)) {
        if (folder !== '' && (await isExecutable((0,external_node_path_.join)(folder, binary))))
            return (0,external_node_path_.resolve)(folder, binary);
    }
    return undefined;
}
async function isExecutable(path) {
    try {
        await (0,promises_.access)(path, external_node_fs_.constants.X_OK);
        return (await (0,promises_.stat)(path)).isFile();
    }
    catch {
        return false;
    }
}
/** Whether the first line names Node as the interpreter. */
async function isNodeScript(path) {
    const file = await (0,promises_.open)(path, 'r');
    try {
        const buffer = Buffer.alloc(128);
        const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
        const [first = ''] = buffer.subarray(0, bytesRead).toString('latin1').split('\n');
        return /^#!.*\bnode\b/.test(first);
    }
    finally {
        await file.close();
    }
}
function missing(binary) {
    return new src_errors/* ActionError */.lZ({
        what: `There is no ${binary}`,
        found: binary.includes('/') ? `no executable file at ${binary}` : `no ${binary} in any folder of PATH`,
        expected: 'an executable Terraform 1.5 or newer, or OpenTofu',
        wayOut: 'Correct "terraform-binary", or set it to terraform or tofu: where PATH has no such program, this action downloads it',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/program.js




/**
 * The absolute path of the program: the one on PATH where no version is asked for or it is one that is asked for, else
 * one that is installed for this job. Nothing of the installer is loaded before it is needed.
 */
async function programOf(request) {
    const { binary, version, directory, repository, environment } = request;
    if (!isProgram(binary))
        return await findBinary(binary, environment);
    if (version === '') {
        const installed = await findInstalled(binary, environment);
        if (installed !== undefined)
            return installed;
    }
    const { versionOfCheckout, versionOfInput } = await __webpack_require__.e(/* import() */ 62).then(__webpack_require__.bind(__webpack_require__, 8062));
    const wanted = version === '' || version === 'auto'
        ? await versionOfCheckout(binary, directory, repository)
        : versionOfInput(version);
    const onPath = await installedVersion(binary, request);
    if (onPath !== undefined && (0,constraint/* meets */.D)(onPath.version, wanted.constraint))
        return onPath.program;
    const { install } = await __webpack_require__.e(/* import() */ 139).then(__webpack_require__.bind(__webpack_require__, 6139));
    return await install({ ...request, program: binary, wanted });
}
function isProgram(binary) {
    return binary === 'terraform' || binary === 'tofu';
}
/** What is on PATH and works. What does not is no reason to stop: another one is installed. */
async function installedVersion(binary, { environment, directory }) {
    try {
        const program = await findInstalled(binary, environment);
        if (program === undefined)
            return undefined;
        const { stdout, stderr } = await runShort(program, 'version', { directory, environment });
        return { program, version: (0,versions/* parseVersion */.ot)(stdout.trim() === '' ? stderr : stdout, binary).version };
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/hcl/tokens.js
// The words of HCL (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md), as far as they are needed to split
// blocks and to compare text: nothing is evaluated.
const SPACE = /[ \t\r\u00a0\ufeff]+|\/\*[\s\S]*?\*\//y;
const LINE_COMMENT = /(?:#|\/\/)[^\n]*/y;
const tokens_NAME = /[\p{ID_Start}_][\p{ID_Continue}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}_-]*)[ \t]*\r?\n/uy;
const SIGN = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||::|[-+*/%<>=!?:.,{}[\]()]/y;
/** Up to something that may end the literal. `$${` and `%%{` are text; a lone `$` or `%` too. */
const tokens_QUOTED = /(?:\\[^\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{)|[^"\\$%\n])+/y;
const HEREDOC_LINE = /(?:\$\$\{|%%\{|\$(?!\{)|%(?!\{)|[^$%\n])*/y;
const TEMPLATE = /[$%]\{~?/y;
/** Where reading stopped: this is no HCL, or a form of it that is not known here. */
class UnreadableHcl extends Error {
    line;
    constructor(line) {
        super(`line ${line} is no HCL that could be read`);
        this.line = line;
    }
}
/** All tokens but comments. Throws `UnreadableHcl`. */
function tokensOf(text) {
    return new Lexer(text).all();
}
class Lexer {
    text;
    at = 0;
    line = 1;
    found = [];
    constructor(text) {
        this.text = text;
    }
    all() {
        this.code(undefined);
        return this.found;
    }
    /** Reads up to the `}` that closes an interpolation; without one, up to the end. */
    code(opening) {
        const open = [];
        while (this.at < this.text.length) {
            if (this.skip(SPACE) || this.skip(LINE_COMMENT))
                continue;
            const next = this.text[this.at];
            if (next === '\n') {
                this.push('newline', '\n');
            }
            else if (next === '"') {
                this.quoted();
            }
            else if (next === '<' && this.text.startsWith('<<', this.at)) {
                this.heredoc();
            }
            else if (this.take('name', tokens_NAME) || this.take('number', NUMBER)) {
            }
            else {
                // A comment that does not end would be two operators.
                const sign = this.text.startsWith('/*', this.at) ? undefined : this.match(SIGN);
                if (sign === undefined) {
                    // `~}` ends an interpolation and eats the space behind it.
                    if (opening !== undefined && open.length === 0 && this.text.startsWith('~}', this.at)) {
                        this.push('sign', '~}');
                        return;
                    }
                    throw new UnreadableHcl(this.line);
                }
                if (sign === '}' && open.length === 0 && opening !== undefined) {
                    this.push('sign', sign);
                    return;
                }
                if (sign === '{' || sign === '[' || sign === '(')
                    open.push(sign);
                else if ((sign === '}' || sign === ']' || sign === ')') && open.pop() !== OPENS[sign]) {
                    throw new UnreadableHcl(this.line);
                }
                this.push('sign', sign);
            }
        }
        if (opening !== undefined || open.length > 0)
            throw new UnreadableHcl(this.line);
    }
    quoted() {
        this.push('quote', '"');
        for (;;) {
            this.take('literal', tokens_QUOTED);
            if (this.text[this.at] === '"') {
                this.push('quote', '"');
                return;
            }
            if (!this.interpolation())
                throw new UnreadableHcl(this.line);
        }
    }
    heredoc() {
        HEREDOC.lastIndex = this.at;
        const opening = HEREDOC.exec(this.text);
        if (opening === null)
            throw new UnreadableHcl(this.line);
        const [whole, marker = ''] = opening;
        this.push('heredoc', whole);
        for (let startOfLine = true;;) {
            const from = this.match(HEREDOC_LINE) ?? '';
            const end = this.at + from.length;
            const ends = end >= this.text.length;
            if (startOfLine && (ends || this.text[end] === '\n') && from.trim() === marker) {
                this.push('heredoc', from);
                return;
            }
            if (ends)
                throw new UnreadableHcl(this.line);
            if (this.text[end] === '\n') {
                this.push('literal', `${from}\n`);
                startOfLine = true;
            }
            else {
                if (from !== '')
                    this.push('literal', from);
                this.interpolation();
                startOfLine = false;
            }
        }
    }
    interpolation() {
        const opening = this.match(TEMPLATE);
        if (opening === undefined)
            return false;
        this.push('sign', opening);
        this.code(opening);
        return true;
    }
    match(pattern) {
        pattern.lastIndex = this.at;
        return pattern.exec(this.text)?.[0];
    }
    take(kind, pattern) {
        const text = this.match(pattern);
        if (text === undefined || text === '')
            return false;
        this.push(kind, text);
        return true;
    }
    skip(pattern) {
        const text = this.match(pattern);
        if (text === undefined)
            return false;
        this.move(text);
        return true;
    }
    push(kind, text) {
        this.found.push({ kind, text: kind === 'heredoc' ? text.trim() : text, line: this.line });
        this.move(text);
    }
    move(text) {
        this.at += text.length;
        for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
            this.line++;
    }
}
const OPENS = { '}': '{', ']': '[', ')': '(' };

;// CONCATENATED MODULE: ./lib/src/terraform/hcl/body.js

/** Splits a file into its attributes and blocks, nested ones too. Throws `UnreadableHcl`. */
function readBody(text) {
    const reader = new BodyReader(tokensOf(text));
    return reader.body(false);
}
class BodyReader {
    tokens;
    at = 0;
    constructor(tokens) {
        this.tokens = tokens;
    }
    body(nested) {
        const attributes = [];
        const blocks = [];
        for (;;) {
            const token = this.tokens[this.at];
            if (token === undefined) {
                if (nested)
                    throw new UnreadableHcl(this.tokens.at(-1)?.line ?? 1);
                return { attributes, blocks };
            }
            if (token.kind === 'newline')
                this.at++;
            else if (nested && token.text === '}') {
                this.at++;
                return { attributes, blocks };
            }
            else if (token.kind !== 'name')
                throw new UnreadableHcl(token.line);
            else if (isSign(this.tokens[this.at + 1], '='))
                attributes.push(this.attribute(token));
            else
                blocks.push(this.block(token));
        }
    }
    attribute({ text: name, line }) {
        this.at += 2;
        const from = this.at;
        const to = endOfExpression(this.tokens, from);
        if (to === from)
            throw new UnreadableHcl(line);
        this.at = to;
        return { name, value: this.tokens.slice(from, to), line };
    }
    block({ text: type, line }) {
        this.at++;
        const labels = [];
        for (;;) {
            const token = this.tokens[this.at];
            if (token?.kind === 'name') {
                labels.push(token.text);
                this.at++;
            }
            else if (token?.kind === 'quote') {
                const literal = this.tokens[this.at + 1];
                const close = literal?.kind === 'quote' ? this.at + 1 : this.at + 2;
                if (this.tokens[close]?.kind !== 'quote')
                    throw new UnreadableHcl(line);
                labels.push(literal?.kind === 'literal' ? literal.text : '');
                this.at = close + 1;
            }
            else if (isSign(token, '{')) {
                this.at++;
                return { type, labels, body: this.body(true), line };
            }
            else
                throw new UnreadableHcl(token?.line ?? line);
        }
    }
}
/** The index behind an expression: its line ends, or the block that holds it. */
function endOfExpression(tokens, from) {
    let depth = 0;
    for (let at = from; at < tokens.length; at++) {
        const token = tokens[at];
        if (token === undefined)
            break;
        if (token.kind === 'newline' && depth === 0)
            return at;
        if (token.kind !== 'sign')
            continue;
        if (opens(token.text))
            depth++;
        else if (closes(token.text)) {
            if (depth === 0)
                return at;
            depth--;
        }
    }
    return tokens.length;
}
function isSign(token, text) {
    return token?.kind === 'sign' && token.text === text;
}
/** Brackets, and what begins an interpolation. */
function opens(text) {
    return text === '{' || text === '[' || text === '(' || text.startsWith('${') || text.startsWith('%{');
}
function closes(text) {
    return text === '}' || text === ']' || text === ')' || text === '~}';
}

;// CONCATENATED MODULE: ./lib/src/terraform/hcl/state-keeper.js



/**
 * The `cloud` or `backend` block of a root module. A file that cannot be read says nothing: Terraform itself tells what is
 * wrong with it. Override files come last, as they do in Terraform.
 */
function stateKeeper(files) {
    const isOverride = ({ name }) => /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(name);
    const inOrder = [...files.filter((file) => !isOverride(file)), ...files.filter(isOverride)];
    return inOrder.flatMap(({ name, text }) => typesIn(name, text).map((type) => ({ type, file: name }))).at(-1);
}
function typesIn(name, text) {
    try {
        return name.endsWith('.json') ? ofJson(JSON.parse(text)) : ofBlocks(text);
    }
    catch (thrown) {
        if (thrown instanceof UnreadableHcl || thrown instanceof SyntaxError)
            return [];
        throw thrown;
    }
}
function ofBlocks(text) {
    return readBody(text)
        .blocks.filter(({ type }) => type === 'terraform')
        .flatMap(({ body }) => body.blocks)
        .flatMap(({ type, labels }) => (type === 'cloud' ? ['cloud'] : type === 'backend' ? labels.slice(0, 1) : []));
}
function ofJson(document) {
    if (!isObject(document))
        return [];
    return [document.terraform].flat().flatMap((block) => {
        if (!isObject(block))
            return [];
        const backends = [block.backend].flat().flatMap((backend) => (isObject(backend) ? Object.keys(backend) : []));
        return block.cloud === undefined ? backends : ['cloud', ...backends];
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/require-own-state.js




/**
 * Refuses what runs plans elsewhere. HCP Terraform and the `remote` backend save no plan file that could be compared with
 * the reviewed one and applied, and take neither `-reconfigure` nor a lock of ours.
 *
 * @param directory absolute path of the root module
 */
async function requireOwnState(directory) {
    const names = (await (0,promises_.readdir)(directory).catch(() => [])).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name)).sort();
    const read = async (name) => ({ name, text: await (0,promises_.readFile)((0,external_node_path_.join)(directory, name), 'utf8').catch(() => '') });
    const keeper = stateKeeper(await Promise.all(names.map(read)));
    if (keeper?.type !== 'cloud' && keeper?.type !== 'remote')
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'The state is kept by HCP Terraform or Terraform Enterprise, which this action does not work with',
        found: `${keeper.type === 'cloud' ? 'a `cloud` block' : 'the backend "remote"'} in ${keeper.file}`,
        expected: 'a backend whose plans are made and applied by this step, such as "s3"',
        wayOut: 'Move the state with `terraform init -migrate-state` to a backend such as "s3", or deploy with HCP Terraform’s own runs',
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/prepare.js












/** Everything that has to be known before the first command: which binary, which version, where its outputs go. */
async function prepare(options) {
    const { directory, workspace, log, signal, runState } = options;
    await requireOwnState(directory);
    const program = await programOf(options);
    const binary = readableName(program);
    const environment = settledEnvironment(options, log);
    const { stdout, stderr } = await runShort(program, 'version', { directory, environment });
    const said = stdout.trim() === '' ? stderr : stdout;
    const { version, platform } = (0,versions/* parseVersion */.ot)(actionsSecrets.redact(said), binary);
    machineRead({ binary, version, log }, 'version', said, versions/* isVersion */.lF);
    log.info(`${binary} ${version} (${platform}) at ${program}`);
    // Terraform reports a plugin cache that is not there as an error.
    if (environment.TF_PLUGIN_CACHE_DIR)
        await (0,promises_.mkdir)(environment.TF_PLUGIN_CACHE_DIR, { recursive: true });
    // Plans hold sensitive values in clear: a folder of its own, which only this user may enter.
    const plans = plansIn(options.temporaryDirectory);
    await (0,promises_.mkdir)(plans, { recursive: true, mode: 0o700 });
    const scratch = await (0,promises_.mkdtemp)((0,external_node_path_.join)(plans, 'terraform-'));
    const early = new EarlyVariables(options, (words) => helpOf(program, words, { directory, environment }));
    const remembered = await rememberedWorkspace((0,external_node_path_.resolve)(directory, environment.TF_DATA_DIR ?? '.terraform'));
    return {
        base: {
            program,
            binary,
            version,
            platform,
            directory,
            workspace,
            environment,
            scratch,
            log,
            signal,
            runState,
            early,
        },
        workspace: workspace === 'default' && remembered === 'default' ? undefined : workspace,
    };
}
/** `workspace select` leaves its choice in the folder; a folder that an earlier job used may remember another one. */
async function rememberedWorkspace(data) {
    try {
        return (await (0,promises_.readFile)((0,external_node_path_.join)(data, 'environment'), 'utf8')).trim() || 'default';
    }
    catch {
        return 'default';
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/source-files.js



/** Made by Terraform, git or a package manager from what is listed otherwise; a state is no source. */
const LEFT_OUT = /^(?:\.git|\.terraform|node_modules|terraform\.tfstate(?:\..*)?|.*\.tfstate\.lock\.info|.*\.tfplan|crash\.log)$/;
/** Files of the repository and beside it, each read once. Paths are relative to the repository, with `/`. */
class SourceFiles {
    repository;
    digests = new Map();
    asked = new Set();
    /** @param repository absolute path of the checkout */
    constructor(repository) {
        this.repository = repository;
    }
    digestOf(path) {
        const place = this.placeOf(path);
        if (!this.digests.has(place))
            this.digests.set(place, this.read(place));
        const found = this.digests.get(place);
        if (found !== undefined)
            this.asked.add(place);
        return found;
    }
    isInside(path) {
        const place = this.placeOf(path);
        return place === this.repository || place.startsWith(this.repository + external_node_path_.sep);
    }
    textOf(path) {
        try {
            return (0,external_node_fs_.readFileSync)(this.placeOf(path), 'utf8');
        }
        catch {
            return undefined;
        }
    }
    /**
     * Every file below these folders, and what was asked for by its name: a file, or as a whole a folder, whose name ends
     * with `/`. Sorted by path.
     */
    list(folders) {
        const places = new Set(this.asked);
        for (const folder of new Set(folders))
            for (const place of source_files_filesBelow(this.placeOf(folder)))
                places.add(place);
        return [...places]
            .flatMap((place) => {
            const found = this.digestOf(this.nameOf(place));
            if (found === undefined)
                return [];
            const name = this.nameOf(place);
            return [{ path: found.kind === 'folder' ? `${name}/` : name, digest: found.digest }];
        })
            .sort((a, b) => (a.path < b.path ? -1 : 1));
    }
    nameOf(place) {
        const name = (0,external_node_path_.relative)(this.repository, place).split(external_node_path_.sep).join('/');
        return name === '' ? '.' : name;
    }
    placeOf(path) {
        return (0,external_node_path_.isAbsolute)(path) ? (0,external_node_path_.resolve)(path) : (0,external_node_path_.resolve)(this.repository, path);
    }
    read(place) {
        const stats = statsOf(place);
        if (stats?.isFile() === true)
            return { kind: 'file', digest: digestOfFile(place) };
        if (stats?.isDirectory() !== true)
            return undefined;
        const hash = (0,external_node_crypto_.createHash)('sha256');
        for (const file of source_files_filesBelow(place))
            hash.update(`${(0,external_node_path_.relative)(place, file)}\0${digestOfFile(file)}\n`);
        return { kind: 'folder', digest: hash.digest('hex').slice(0, 32) };
    }
}
function digestOfFile(place) {
    return (0,external_node_crypto_.createHash)('sha256').update((0,external_node_fs_.readFileSync)(place)).digest('hex').slice(0, 32);
}
/** Links are followed, but not back into a folder around them. */
function source_files_filesBelow(root) {
    const found = [];
    if (statsOf(root)?.isDirectory() === true)
        visit(root, new Set());
    return found.sort();
    function visit(folder, above) {
        const real = (0,external_node_fs_.realpathSync)(folder);
        if (above.has(real))
            return;
        for (const { name } of (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true })) {
            if (LEFT_OUT.test(name))
                continue;
            const place = (0,external_node_path_.join)(folder, name);
            const stats = statsOf(place);
            if (stats?.isDirectory() === true)
                visit(place, new Set([...above, real]));
            else if (stats?.isFile() === true)
                found.push(place);
        }
    }
}
/** A link that leads nowhere is no file. Everything else that goes wrong is not known: it throws. */
function statsOf(place) {
    return (0,external_node_fs_.statSync)(place, { throwIfNoEntry: false });
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/read-sources.js





/** Reads everything that a plan was made from, after `init`. Throws `ActionError` where something cannot be read. */
function readSources({ repository, directory, dataDirectory, inputFiles }) {
    const files = new SourceFiles(repository);
    const root = files.nameOf(directory);
    const data = (0,external_node_path_.resolve)(directory, dataDirectory ?? '.terraform');
    const folders = moduleFolders(read_sources_textIfThere((0,external_node_path_.join)(data, 'modules', 'modules.json')));
    if (folders === undefined) {
        throw new src_errors/* ActionError */.lZ({
            what: "Terraform's list of modules cannot be read",
            found: `${files.nameOf(data)}/modules/modules.json in a form that is not known`,
            expected: 'the file that `terraform init` writes',
            wayOut: 'Remove the folder and run the job again',
        });
    }
    const modules = folders.map((folder) => moduleFiles(folder, directory, files));
    for (const place of inputFiles)
        files.digestOf(place);
    const lists = [root, ...folders.map(({ directory: inside }) => (0,external_node_path_.resolve)(directory, inside)), (0,external_node_path_.join)(data, 'modules')];
    return {
        modules,
        files,
        root,
        sourceFiles: () => files.list(lists),
        initialised: read_sources_parsed(read_sources_textIfThere((0,external_node_path_.join)(data, 'terraform.tfstate'))),
    };
}
function moduleFiles({ path, directory: inside }, directory, files) {
    const place = (0,external_node_path_.resolve)(directory, inside);
    const names = (0,external_node_fs_.readdirSync)(place).filter((name) => isConfigurationFile(name) && (0,external_node_fs_.statSync)((0,external_node_path_.join)(place, name)).isFile());
    return {
        path,
        directory: files.nameOf(place),
        files: names.map((name) => ({
            path: files.nameOf((0,external_node_path_.join)(place, name)),
            text: (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(place, name), 'utf8'),
        })),
    };
}
function read_sources_textIfThere(place) {
    if ((0,external_node_fs_.statSync)(place, { throwIfNoEntry: false }) === undefined)
        return undefined;
    return (0,external_node_fs_.readFileSync)(place, 'utf8');
}
function read_sources_parsed(text) {
    if (text === undefined)
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        throw new src_errors/* ActionError */.lZ({
            what: 'The file in which Terraform keeps its backend cannot be read',
            expected: 'the JSON that `terraform init` writes to .terraform/terraform.tfstate',
            wayOut: 'Remove the folder and run the job again',
        });
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/workspace.js




/** Terraform merges files of this ending into the configuration after all others. */
const OVERRIDE = 'well_managed_deployments_override.tf';
/** Settings with another workspace selected; without one, Terraform's own memory of the folder counts. */
function inWorkspace(settings, workspace) {
    const { TF_WORKSPACE: _, ...environment } = settings.environment;
    return {
        ...settings,
        environment: workspace === undefined ? environment : { ...environment, TF_WORKSPACE: workspace },
    };
}
/** Whether the backend has the workspace. Asks, and creates nothing: `init` would create the one in `TF_WORKSPACE`. */
async function workspaceExists(settings, workspace) {
    const listed = await readCommand(inWorkspace(settings, 'default'), WORKSPACE_LIST_ARGUMENTS);
    // Warnings may stand among them: a name has its marker, or two blanks.
    return listed.split('\n').some((line) => /^[* ] (\S+)\s*$/.exec(line)?.[1] === workspace);
}
async function createWorkspace(settings, workspace) {
    await runCommand(inWorkspace(settings, undefined), workspaceArguments('new', workspace), 'text');
}
/**
 * Runs `work` with an empty state on this machine in the place of the backend, for the plan of a workspace that does
 * not exist yet: a role that may only read can create none (the S3 backend locks and writes a state, whatever `-lock`
 * says). Providers and modules that `init` has fetched are used again; the folder's own `.terraform` is not touched.
 */
async function withoutState(settings, locked, work) {
    const { directory, environment, scratch, workspace } = settings;
    const override = (0,external_node_path_.join)(directory, OVERRIDE);
    const data = (0,external_node_path_.join)(scratch, 'empty-state-data');
    const fetched = (0,external_node_path_.resolve)(directory, environment.TF_DATA_DIR ?? '.terraform');
    await (0,promises_.mkdir)(data, { recursive: true });
    for (const folder of ['providers', 'modules'])
        await linkTo((0,external_node_path_.join)(fetched, folder), (0,external_node_path_.join)(data, folder));
    const local = { ...settings, environment: { ...environment, TF_DATA_DIR: data } };
    await (0,promises_.writeFile)(override, localBackend(scratch), { flag: 'wx' });
    try {
        const init = initArguments({ backend: true, backendConfig: [], locked, reconfigure: true });
        await runCommand(inWorkspace(local, 'default'), init, 'text');
        await createWorkspace(local, workspace);
        return await work(inWorkspace(local, workspace));
    }
    finally {
        await (0,promises_.rm)(override, { force: true });
        await (0,promises_.rm)(data, { recursive: true, force: true });
    }
}
function localBackend(scratch) {
    const quoted = (name) => JSON.stringify((0,external_node_path_.join)(scratch, name)).replaceAll('${', '$${').replaceAll('%{', '%%{');
    return [
        '# Written by the deployment action for one plan, and removed after it.',
        'terraform {',
        '  backend "local" {',
        `    path          = ${quoted('empty.tfstate')}`,
        `    workspace_dir = ${quoted('empty-workspaces')}`,
        '  }',
        '}',
        '',
    ].join('\n');
}
async function linkTo(target, path) {
    await (0,promises_.mkdir)(target, { recursive: true });
    await (0,promises_.rm)(path, { recursive: true, force: true });
    await (0,promises_.symlink)(target, path);
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/cli.js

















/** Connects a root module by Terraform's own command line. Nothing is started before the first call. */
function connectTerraform(options) {
    const { directory, workspace, lockTimeout, varFiles, log } = options;
    let preparing;
    /** Known after `init`: the backend does not have the workspace. */
    let absent = false;
    /** Saved plans that have to be given their variables again. */
    const incomplete = new Map();
    /** Saved plans that change something: the others have no text. */
    const changing = new Set();
    /** Of the state that the newest plan was made from. */
    let beside;
    const prepared = async () => {
        preparing ??= prepare(options);
        return await preparing;
    };
    /** The settings for everything after `init`: each command is told the workspace. */
    const selected = async () => {
        const { base, workspace: named } = await prepared();
        return inWorkspace(base, named);
    };
    const locked = () => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(directory, '.terraform.lock.hcl'));
    return {
        async init() {
            const { base, workspace: named } = await prepared();
            const init = initArguments({
                backend: true,
                backendConfig: options.backendConfig,
                locked: locked(),
                // What an earlier run in this folder was connected to says nothing about this one.
                reconfigure: true,
            });
            // In `TF_WORKSPACE` the name of a workspace that is not there would create it.
            await runCommand(inWorkspace(base, named === undefined ? undefined : 'default'), init, 'text');
            absent = workspace !== 'default' && !(await workspaceExists(base, workspace));
        },
        async plan(request) {
            const { lock } = request;
            const { base } = await prepared();
            if (absent && lock) {
                await createWorkspace(base, workspace);
                absent = false;
            }
            if (!absent) {
                const settings = await selected();
                beside = stateBeside(settings, ({ marked, named }) => {
                    for (const secret of marked)
                        options.mask(secret);
                    for (const one of named)
                        options.suspect(...one);
                });
                const secretsKnown = beside.lineage.then(() => { });
                return { ...(await planned({ ...settings, secretsKnown }, request)), sources: await sources() };
            }
            log.info(`The workspace "${workspace}" does not exist yet: planned against an empty state. The deploy creates it.`);
            const files = await withoutState(base, locked(), (local) => planned(local, request));
            return { ...files, sources: await sources() };
        },
        async apply(planFile, changed) {
            const variables = incomplete.get(planFile);
            const again = variables === undefined ? undefined : { varFiles, variables };
            beside = undefined;
            await runCommand(await selected(), applyArguments(planFile, lockTimeout, again), 'stream', changed);
        },
        async display(planFile) {
            return changing.has(planFile) ? await shownText(await selected(), planFile) : '';
        },
        async outputs() {
            if (absent)
                return {};
            const settings = await selected();
            const text = await readCommand(settings, OUTPUT_ARGUMENTS);
            const outputs = parseOutputs(text);
            for (const secret of sensitiveTexts(outputs))
                options.mask(secret);
            machineRead(settings, 'output', text, isOutputs);
            return outputs;
        },
        async resources() {
            return absent ? [] : await resourcesOf(await selected());
        },
        async state() {
            if (absent)
                return {};
            const settings = await selected();
            return shown(settings, await readCommand(settings, SHOW_STATE_ARGUMENTS), 'state');
        },
        async lineage() {
            if (absent)
                return undefined;
            // A state that began while this run waited for the lock was not there when it was read.
            return (await beside?.lineage) ?? (await lineageOf(await selected()));
        },
        async ground() {
            return destroyGround((await prepared()).base);
        },
        async check() {
            const { base } = await prepared();
            return await checkOffline(base, locked());
        },
    };
    /** Read when the plan is made: what it puts in the folder for a workspace that is not there is gone by then. */
    async function sources() {
        const { base } = await prepared();
        const { TF_DATA_DIR: dataDirectory } = base.environment;
        const inputFiles = [...varFiles, ...options.backendConfig.filter((setting) => !setting.includes('='))];
        return readSources({
            repository: options.repository,
            directory,
            inputFiles,
            ...(dataDirectory === undefined ? {} : { dataDirectory }),
        });
    }
    async function planned(settings, planning) {
        const { destroy, lock } = planning;
        const variables = new Map([...options.variables, ...(planning.variables ?? [])]);
        const planFile = (0,external_node_path_.join)(settings.scratch, `${destroy ? 'destroy' : 'deploy'}.tfplan`);
        // Terraform keeps the mode of a file that is there.
        await (0,promises_.writeFile)(planFile, '', { mode: 0o600 });
        const request = planArguments({ planFile, destroy, lock, lockTimeout, varFiles, variables });
        const { diagnostics, planned, meaning } = await runCommand(settings, request, 'stream');
        if (meaning === 'changes')
            changing.add(planFile);
        else
            changing.delete(planFile);
        const saved = { planFile, planned, withText: meaning === 'changes' && planning.withoutText !== true };
        // Before anything else is printed: an apply's messages may quote them.
        const { json, text } = await shownPlan(settings, saved, (read) => options.planRead([...sensitiveValues(readPlan(read)), ...notInPlan(read, variables, settings.environment)]));
        requireStage(json, options);
        if (hasEphemeralVariables(json))
            incomplete.set(planFile, variables);
        return { planFile, json, text, diagnostics };
    }
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/inherited-environment.js
/**
 * What the runner gives to actions and not to their children: tokens that may ask for an OIDC identity or write to the
 * cache (`ACTIONS_*`), every input (`INPUT_*`, the token among them), and the command files, through which a program
 * could set variables, outputs and paths of later steps.
 */
const WITHHELD = [/^ACTIONS_/, /^INPUT_/, /^GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$/];
/**
 * A guard against accidents and no wall: what runs as this user can read with what the action was started.
 * The environment that Terraform may see: everything (`AWS_*`, `TF_*`, `PATH`, `HOME`, the proxies) but what the runner
 * means for the action alone. `GITHUB_TOKEN` is not among these: the runner never sets it, so a workflow that has it in
 * its `env` wants the children to have it.
 *
 * @param options.passEnvironment names that are given although they are withheld
 */
function terraformEnvironment(environment, options) {
    const kept = {};
    for (const [name, value] of Object.entries(environment)) {
        if (value === undefined)
            continue;
        if (options.passEnvironment.includes(name) || !isWithheld(name))
            kept[name] = value;
    }
    return kept;
}
/** Windows does not tell `Path` from `PATH`, so neither is told apart here. */
function isWithheld(name) {
    return WITHHELD.some((pattern) => pattern.test(name.toUpperCase()));
}

;// CONCATENATED MODULE: ./lib/src/gateways/connect.js





















/** Everything an operation may ask of the world. Nothing is asked, started or loaded before the first call. */
async function connect(context) {
    const { config, repository, signal } = context;
    const aws = connectAws(config.aws, process.env, actionsSecrets.add, {
        folder: actionsRunFiles.folder,
        say: actionsLog.info,
    });
    const terraform = await connectStack(context, aws);
    const github = connectGitHub(gitHubConnection(repository, config.githubToken, signal));
    const { prepare, owner } = aws;
    const owned = owner === undefined ? {} : { owner };
    const s3 = { ...aws.client, forcePathStyle: hasOwnEndpoint(process.env) };
    const site = (target) => connectSite({
        directory: (0,external_node_path_.join)(context.workspace, config.site?.directory ?? ''),
        bucket: target.bucket,
        ...aws.client,
        ...(owner === undefined ? {} : { expectedBucketOwner: owner }),
        prepare,
        runs: github,
        log: actionsLog,
        signal,
    });
    return {
        log: actionsLog,
        secrets: actionsSecrets,
        results: stepResults,
        aws,
        github,
        openDeployment: actionsOpenDeployment,
        comments: github,
        issues: github,
        pulls: github,
        site,
        buckets: bucketContents({ client: s3, ...owned, prepare }),
        ...(config.packages === undefined
            ? {}
            : {
                packages: {
                    sources: packageFiles(context.workspace),
                    store: artifactStore({ bucket: config.packages.bucket, client: s3, ...owned, prepare }),
                    functions: lambdaFunctions(aws.client, prepare),
                    exports: apiExports(aws.client, process.env, signal),
                    probe: releaseProbe(signal, actionsSecrets.redact),
                    clock: siteClock(signal),
                },
            }),
        ...(terraform === undefined ? {} : { terraform }),
    };
}
function gitHubConnection({ owner, name }, token, signal) {
    const apiUrl = process.env.GITHUB_API_URL ?? 'https://api.github.com';
    return { token, apiUrl, owner, repo: name, log: actionsLog, signal };
}
/** For `post`, which nobody is to interrupt. */
function gitHubAfterwards(repository, token) {
    return connectGitHub(gitHubConnection(repository, token, new AbortController().signal));
}
async function connectStack({ config, workspace, signal }, aws) {
    const { infrastructure, stage } = config;
    if (infrastructure === undefined)
        return undefined;
    const absolute = (path) => (0,external_node_path_.join)(workspace, path);
    return connectTerraform({
        binary: infrastructure.binary,
        version: infrastructure.version,
        repository: workspace,
        directory: absolute(infrastructure.directory),
        workspace: infrastructure.workspace,
        varFiles: infrastructure.varFiles.map(absolute),
        variables: infrastructure.variables,
        stage,
        backendConfig: infrastructure.backendConfig.map((setting) => (setting.includes('=') ? setting : absolute(setting))),
        lockTimeout: infrastructure.lockTimeout,
        environment: await aws.environment(terraformEnvironment(process.env, infrastructure)),
        temporaryDirectory: actionsRunFiles.folder(),
        log: actionsLog,
        signal,
        runState: actionsRunState,
        mask: actionsSecrets.add,
        suspect: (name, value) => {
            if (isSuspect(name, value))
                actionsSecrets.addUnplanned(value);
        },
        planRead: (sensitive) => {
            for (const value of sensitive)
                actionsSecrets.add(value);
            actionsSecrets.planned();
        },
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/path-kind.js


/** What stands at a path of the checked-out repository. */
function pathKind(workspace) {
    return (path) => {
        const stats = (0,external_node_fs_.statSync)((0,external_node_path_.join)(workspace, path), { throwIfNoEntry: false });
        if (stats === undefined)
            return 'missing';
        return stats.isDirectory() ? 'directory' : 'file';
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/files/text-of.js

/** A file that cannot be read has no secret to hide; Terraform says what is wrong with it. */
function text_of_textOf(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, 'utf8');
    }
    catch {
        return '';
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/command/made-resources.js
/** What these steps of an apply have created and not deleted again. */
function madeBy(events) {
    const made = new Map();
    for (const { address, action, phase, id } of events) {
        if (phase !== 'done')
            continue;
        if (action === 'create')
            made.set(address, { address, ...(id === undefined ? {} : { id }) });
    }
    return [...made.values()];
}
/**
 * Those that a state lacks. An address that is there with another id is another resource: the one before a replacement,
 * or a second one that a later run has made.
 *
 * @param state as `terraform show -json` has it
 */
function lackingIn(state, made) {
    const known = new Map();
    made_resources_collect(state?.values?.root_module, known);
    return made.filter(({ address, id }) => {
        const values = known.get(address);
        return values === undefined || (id !== undefined && String(values[id.key] ?? id.value) !== id.value);
    });
}
/** The `import` blocks that bring them into the state. Which text a provider imports by is mostly its id. */
function importBlocks(lacking) {
    return lacking
        .map(({ address, id }) => {
        const by = id === undefined ? '"ID" # not known: see the log of the apply' : hclString(id.value);
        return `import {\n  to = ${address}\n  id = ${by}\n}`;
    })
        .join('\n');
}
function hclString(text) {
    return JSON.stringify(text).replace(/[$%]\{/g, (opened) => `${opened[0]}${opened}`);
}
function made_resources_collect(module, known) {
    const { resources = [], child_modules: children = [] } = (module ?? {});
    for (const { address, values = {} } of resources)
        known.set(address, values);
    for (const child of children)
        made_resources_collect(child, known);
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/left-behind.js















/** Milliseconds between two looks at the process. */
const left_behind_INTERVAL = 250;
/**
 * What this ended process has left, by Terraform itself, so that it works on every backend.
 *
 * @param environment filtered by `terraformEnvironment`
 */
function connectLeftBehind(running, environment, log) {
    const { directory, output, startedAt } = running;
    const scratch = (0,external_node_path_.dirname)(output);
    // The run has removed it when it ended.
    (0,external_node_fs_.mkdirSync)(scratch, { recursive: true, mode: 0o700 });
    const settings = {
        program: running.binary,
        binary: readableName(running.binary),
        version: '',
        platform: '',
        directory,
        workspace: running.workspace ?? 'default',
        environment: { ...rescueEnvironment(running, environment, log) },
        scratch,
        log,
        // Nobody is to interrupt these: they take a moment, and the runner ends them when the time is over.
        signal: new AbortController().signal,
        runState: { save: () => { }, read: () => undefined },
    };
    const events = [];
    return {
        who: `${(0,external_node_os_.userInfo)().username}@${(0,external_node_os_.hostname)()}`,
        async ended(seconds) {
            const printed = new TerraformOutput(log, (event) => events.push(event));
            const streamed = running.command === 'apply' || running.command === 'plan';
            const follower = streamed ? followLines(output, (line) => printed.stream(line)) : undefined;
            const patience = Date.now() + seconds * 1000;
            while (isRunning(running) && Date.now() < patience)
                await (0,external_node_timers_promises_.setTimeout)(left_behind_INTERVAL);
            await follower?.finish();
            if (isRunning(running))
                return false;
            await (0,promises_.rm)((0,external_node_path_.join)(directory, OVERRIDE), { force: true });
            return true;
        },
        async lock() {
            try {
                await runCommand(settings, LOCK_PROBE_ARGUMENTS, 'text');
                return undefined;
            }
            catch (thrown) {
                if (thrown instanceof TerraformFailure && thrown.lock !== undefined)
                    return thrown.lock;
                throw thrown;
            }
        },
        async unlock(id) {
            await runCommand(settings, unlockArguments(id), 'text');
        },
        async erroredState() {
            const file = (0,external_node_path_.join)(directory, 'errored.tfstate');
            const found = await (0,promises_.stat)(file).catch(() => undefined);
            if (found === undefined || found.mtimeMs < Date.parse(startedAt))
                return undefined;
            // Terraform writes it for everyone to read.
            await (0,promises_.chmod)(file, 0o600);
            return file;
        },
        made: () => madeBy([...savedEvents(running.events), ...events]),
        async state() {
            return shown(settings, await readCommand(settings, SHOW_STATE_ARGUMENTS), 'state');
        },
        async push(file, locked) {
            await runCommand(settings, statePushArguments(file, locked), 'text');
            // It holds secrets in clear, and a later run must not push it again.
            await (0,promises_.rm)(file);
        },
    };
}
/** A line that broke off with the disk or the process is none; the output has it where that is still there. */
function savedEvents(file) {
    if (file === undefined || !(0,external_node_fs_.existsSync)(file))
        return [];
    return (0,external_node_fs_.readFileSync)(file, 'utf8')
        .split('\n')
        .flatMap((line) => {
        try {
            return [JSON.parse(line)];
        }
        catch {
            return [];
        }
    });
}
function rescueEnvironment({ workspace }, { TF_WORKSPACE: _, ...environment }, log) {
    const settled = settledEnvironment({ environment, workspace: workspace ?? 'default', stage: '', variables: new Map() }, log);
    return workspace === undefined ? settled : { ...settled, TF_WORKSPACE: workspace };
}

;// CONCATENATED MODULE: ./lib/src/gateways/web/proxied-fetch.js

/**
 * Sends what `fetch` sends (the identity token, the look at the deployed site) through the proxy that the environment
 * names, as all other requests: Node's own `fetch` honours the variables only where a flag says so.
 */
async function useProxyForFetch(environment) {
    if (!namesProxy(environment))
        return;
    const { EnvHttpProxyAgent, setGlobalDispatcher } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 6752, 19));
    const { NO_PROXY = environment.no_proxy ?? '' } = environment;
    // What is on this machine is never behind a proxy.
    setGlobalDispatcher(new EnvHttpProxyAgent({ noProxy: `${NO_PROXY},localhost,127.0.0.1,::1` }));
}

;// CONCATENATED MODULE: ./lib/src/operation/deployments/task.js
/** The task of our GitHub deployments: an `environment:` on a job makes deployments too, with the task `deploy`. */
const DEPLOY_TASK = 'well-managed-deployments';
const DEFAULT_DIRECTORY = 'infra';
const DEFAULT_WORKSPACE = 'default';
/** The task of one stack's deployments. Two stacks of one stage have two memories. */
function deployTask(identity) {
    return [DEPLOY_TASK, ...uncommonParts(identity)].join(':');
}
/** What tells a stack apart beside its stage, where it is not the default. */
function uncommonParts({ directory, workspace, }) {
    return [
        ...(directory === DEFAULT_DIRECTORY ? [] : [directory === '' ? 'no infrastructure' : `directory ${directory}`]),
        ...(workspace === DEFAULT_WORKSPACE ? [] : [`workspace ${workspace}`]),
    ];
}

;// CONCATENATED MODULE: ./lib/src/operation/deployments/supersession.js


/** Ends a run that has nothing to do any more; it is skipped, and has not failed. */
class SupersededRun extends src_errors/* ActionError */.lZ {
    constructor({ sentence }) {
        super({ what: sentence });
    }
}
/**
 * Throws `SupersededRun` when a newer commit is deployed already. Asked before a run begins, and again after each wait:
 * for the state's lock, which another deploy may have held.
 */
async function requireNewest(context, github) {
    const superseded = await supersededBy(context, github);
    if (superseded !== undefined)
        throw new SupersededRun(superseded);
}
/**
 * Whether a newer commit is deployed already, so that an older run, started again or delayed, would turn the stage
 * back. A deploy by hand is somebody's wish and is never superseded. A failed lookup throws.
 */
async function supersededBy(context, github) {
    const { event, identity, run } = context;
    if (event.kind !== 'push' && event.kind !== 'release')
        return undefined;
    const last = await github.lastSuccessful(deployTask(identity), identity.stage);
    if (last === undefined || last.sha === run.sha)
        return undefined;
    if (!(await github.isAncestor(run.sha, last.sha)))
        return undefined;
    const by = last.url === '' ? '' : `, deployed by ${last.url}`;
    const sentence = `${identity.stage} already has the newer commit ${last.sha}${by}: ${run.sha} is part of it`;
    return { ...last, sentence };
}

;// CONCATENATED MODULE: ./lib/src/operation/deployments/record.js



/**
 * Does what changes a stage, and records it as a GitHub deployment: begun before anything is changed, so that a run
 * that dies is known to have begun, and ended however the work ends.
 * @returns what `work` does: the run as one sentence
 */
async function recorded({ context, operation, findings }, { github, openDeployment, redact }, work) {
    const { run, config, identity } = context;
    const started = await github.start({
        sha: run.sha,
        ref: run.ref.replace(/^refs\/(heads|tags)\//, ''),
        stage: config.stage,
        task: deployTask(identity),
        destroys: operation === 'destroy',
        description: `Run ${run.id}`,
        runUrl: run.url,
    });
    openDeployment.save(started);
    let sentence;
    try {
        sentence = await work();
    }
    catch (thrown) {
        await finish(thrown instanceof SupersededRun ? 'inactive' : 'failure', whatFailed(thrown));
        throw thrown;
    }
    await finish('success', sentence);
    return sentence;
    /** The record's end is worth a warning, no more: what is done is done, and the next run compares again. */
    async function finish(result, description) {
        const url = findings.site?.url;
        try {
            const about = { description: redact(description, findings.plan), ...(url === undefined ? {} : { url }) };
            await github.finish(started, result, about);
            openDeployment.save(undefined);
        }
        catch (thrown) {
            findings.warnings.push(`The GitHub deployment could not be finished: ${(0,src_errors/* asError */.zR)(thrown).message}`);
        }
    }
}
/** Ends the deployment of a run that was cut off, from its `post` step. Throws when GitHub refuses. */
async function endCutOff(started, github) {
    const description = `The run was cut off before its ${started.destroys ? 'destroy' : 'deploy'} ended`;
    await github.finish(started, 'failure', { description });
}
/** Only what went wrong: what was found may be long, and is in the run's log. */
function whatFailed(thrown) {
    return thrown instanceof src_errors/* ActionError */.lZ ? thrown.parts.what : (0,src_errors/* asError */.zR)(thrown).message;
}

;// CONCATENATED MODULE: ./lib/src/lambda/api-stages.js
/**
 * The stages of a state (`terraform show -json`) whose API is in it too and speaks HTTP: WebSocket APIs have no such export.
 * @param planJson of the plan that was applied
 */
function apiStages(stateJson, planJson) {
    const resources = managed(field(field(stateJson, 'values'), 'root_module'));
    const of = (type) => resources.filter((one) => one.type === type).map(({ values }) => values);
    const names = new Map(of('aws_apigatewayv2_api')
        .filter((api) => field(api, 'protocol_type') === 'HTTP')
        .map((api) => [field(api, 'id'), String(field(api, 'name'))]));
    const before = deploymentsBefore(planJson);
    return of('aws_apigatewayv2_stage').flatMap((stage) => {
        const [apiId, name, deployment] = [field(stage, 'api_id'), field(stage, 'name'), field(stage, 'deployment_id')];
        const apiName = names.get(apiId);
        if (typeof apiId !== 'string' || typeof name !== 'string' || apiName === undefined)
            return [];
        const isNew = of('aws_apigatewayv2_deployment').some((one) => field(one, 'id') === deployment);
        const follows = field(stage, 'auto_deploy') === true || (isNew && !before.has(deployment));
        const routes = of('aws_apigatewayv2_route')
            .filter((route) => field(route, 'api_id') === apiId)
            .map((route) => String(field(route, 'route_key')));
        return [{ apiId, apiName, name, follows, routes: routes.sort() }];
    });
}
/** Whether a plan (`terraform show -json`) leaves a stage of an API behind. */
function hasApiStage(planJson) {
    return api_stages_list(field(planJson, 'resource_changes')).some((resource) => field(resource, 'type') === 'aws_apigatewayv2_stage' &&
        field(resource, 'mode') === 'managed' &&
        field(field(resource, 'change'), 'after') !== null);
}
function deploymentsBefore(planJson) {
    const resources = api_stages_list(field(planJson, 'resource_changes'));
    return new Set(resources
        .filter((resource) => field(resource, 'type') === 'aws_apigatewayv2_deployment')
        .map((resource) => field(field(field(resource, 'change'), 'before'), 'id')));
}
function managed(module) {
    const own = api_stages_list(field(module, 'resources'))
        .filter((resource) => field(resource, 'mode') === 'managed')
        .map((resource) => ({ type: field(resource, 'type'), values: field(resource, 'values') }));
    return [...own, ...api_stages_list(field(module, 'child_modules')).flatMap(managed)];
}
function field(value, name) {
    return typeof value === 'object' && value !== null ? value[name] : undefined;
}
function api_stages_list(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/src/lambda/served-routes.js
const ANY = 'x-amazon-apigateway-any-method';
const served_routes_METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', ANY];
/** Reads an export. Only what API Gateway documents is taken from it; `undefined` where it is none. */
function servedApi(openApi) {
    const paths = served_routes_field(openApi, 'paths');
    if (typeof served_routes_field(openApi, 'openapi') !== 'string' || typeof paths !== 'object' || paths === null)
        return undefined;
    const routes = Object.entries(paths).flatMap(([path, methods]) => served_routes_METHODS.flatMap((method) => {
        const operation = served_routes_field(methods, method);
        if (operation === undefined)
            return [];
        return [[routeKey(path, method), access(operation)]];
    }));
    return { routes: new Map(routes), cors: comparable(served_routes_field(openApi, 'x-amazon-apigateway-cors')) };
}
/**
 * In which routes a stage is not what its API is, a phrase for each. Both are exports, so that the way API Gateway writes
 * something down makes no difference; `configured` are Terraform's own route keys.
 */
function stageDifferences(stage, api, configured) {
    const wanted = new Set([...configured, ...api.routes.keys()]);
    const missing = [...wanted].filter((key) => !stage.routes.has(key)).map((key) => `${key} does not answer`);
    const surplus = [...stage.routes.keys()].filter((key) => !wanted.has(key)).map((key) => `${key} still answers`);
    const others = [...api.routes]
        .filter(([key, who]) => stage.routes.has(key) && stage.routes.get(key) !== who)
        .map(([key]) => `${key} has another authorization`);
    return [...surplus, ...others, ...missing, ...(stage.cors === api.cors ? [] : ['CORS is another'])];
}
function routeKey(path, method) {
    if (path === '/$default')
        return '$default';
    return `${method === ANY ? 'ANY' : method.toUpperCase()} ${path}`;
}
function access(operation) {
    return comparable([served_routes_field(operation, 'security'), served_routes_field(operation, 'x-amazon-apigateway-auth')]);
}
/** The same text for the same content, in whatever order it is written. */
function comparable(value) {
    if (Array.isArray(value))
        return `[${value.map(comparable).sort().join()}]`;
    if (typeof value !== 'object' || value === null)
        return JSON.stringify(value) ?? 'nothing';
    const entries = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}:${comparable(one)}`);
    return `{${entries.sort().join()}}`;
}
function served_routes_field(value, name) {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? value[name]
        : undefined;
}

;// CONCATENATED MODULE: ./lib/src/operation/packages/check-api.js



/** The stack output that names an address of the API which answers a plain GET. */
const check_api_ADDRESS = 'api_health_url';
/** A change is deployed by API Gateway itself some seconds after it was made. */
const DEPLOYED_WITHIN_S = 60;
const POLL_MS = [500, 1000, 2000];
const POLL_AT_MOST_MS = 4000;
/**
 * After the apply: asks API Gateway whether each stage serves what its API is, and the address that the stack names whether
 * it answers. No route is called that the stack does not name: calling one may do something.
 */
async function checkApi(planJson, verifyTimeoutSeconds, ports) {
    if (!hasApiStage(planJson) && !namesAddress(planJson))
        return { sentences: [], warnings: [] };
    const state = await ports.terraform.state();
    const sentences = [];
    const warnings = [];
    for (const stage of apiStages(state, planJson)) {
        const { differences, routes } = await settled(stage, ports);
        if (differences.length === 0) {
            sentences.push(`the stage ${stage.name} of ${stage.apiName} serves its ${routes} ${routes === 1 ? 'route' : 'routes'}`);
        }
        else if (stage.follows)
            throw notServed(stage, differences);
        else
            warnings.push(keptBack(stage, differences));
    }
    const address = addressOf(state);
    if (address !== undefined && verifyTimeoutSeconds > 0) {
        await answering(address, verifyTimeoutSeconds, ports);
        sentences.push(`${address} answers`);
    }
    return { sentences, warnings };
}
/** Waits for a stage that follows its API; one that does not is looked at once. */
async function settled(stage, { exports, clock }) {
    const until = clock.now() + DEPLOYED_WITHIN_S * 1000;
    for (let poll = 0;; poll++) {
        const served = servedApi(await exports.exported(stage.apiId, stage.name));
        const current = servedApi(await exports.exported(stage.apiId));
        if (served === undefined || current === undefined)
            throw check_api_unreadable(stage);
        const differences = stageDifferences(served, current, stage.routes);
        if (differences.length === 0 || !stage.follows || clock.now() >= until) {
            return { differences, routes: served.routes.size };
        }
        await clock.pause(POLL_MS[poll] ?? POLL_AT_MOST_MS);
    }
}
async function answering(address, timeoutSeconds, { probe, clock }) {
    const until = clock.now() + timeoutSeconds * 1000;
    for (let poll = 0;; poll++) {
        const found = await lookAt(address, probe);
        if (found === undefined)
            return;
        if (clock.now() >= until)
            throw silent(address, timeoutSeconds, found);
        await clock.pause(POLL_MS[poll] ?? POLL_AT_MOST_MS);
    }
}
/** `undefined`: it answers. */
async function lookAt(address, probe) {
    try {
        const { status, beginning } = await probe.get(address);
        if (status >= 200 && status < 300)
            return undefined;
        return `status ${status} and ${beginning === '' ? 'no content' : JSON.stringify(beginning)} at ${address}`;
    }
    catch (thrown) {
        return `no answer at ${address} (${(0,src_errors/* asError */.zR)(thrown).message})`;
    }
}
function namesAddress(planJson) {
    return check_api_field(check_api_field(check_api_field(planJson, 'planned_values'), 'outputs'), check_api_ADDRESS) !== undefined;
}
/** A sensitive output is no address that may be shown. */
function addressOf(state) {
    const output = check_api_field(check_api_field(check_api_field(state, 'values'), 'outputs'), check_api_ADDRESS);
    const value = check_api_field(output, 'value');
    if (typeof value !== 'string' || check_api_field(output, 'sensitive') === true)
        return undefined;
    return /^https?:\/\//.test(value) ? value : undefined;
}
function notServed({ name, apiName, apiId }, differences) {
    return new src_errors/* ActionError */.lZ({
        what: `The stage ${name} of the API ${apiName} does not serve what was applied`,
        found: differences.join('; '),
        wayOut: `Set auto_deploy = true on the stage. To deploy it now: aws apigatewayv2 create-deployment --api-id ${apiId} --stage-name ${name}. The infrastructure is applied`,
    });
}
function keptBack({ name, apiName }, differences) {
    return `The stage ${name} of the API ${apiName} is kept at an older deployment: ${differences.join('; ')}. Where that is not meant, set auto_deploy = true on the stage.`;
}
function check_api_unreadable({ name, apiName }) {
    return new src_errors/* ActionError */.lZ({
        what: `API Gateway's export of the API ${apiName} cannot be read`,
        found: `something other than OpenAPI 3.0 for the stage ${name}`,
        wayOut: 'Compare the stage with the configuration in the console. The infrastructure is applied',
    });
}
function silent(address, seconds, found) {
    return new src_errors/* ActionError */.lZ({
        what: `The API did not answer within ${seconds} s`,
        found,
        expected: 'a status from 200 to 299',
        wayOut: `Look at the function's log. ${address} is the stack output "${check_api_ADDRESS}"; "verify-timeout: 0" does not ask. The infrastructure is applied`,
    });
}
function check_api_field(value, name) {
    return typeof value === 'object' && value !== null ? value[name] : undefined;
}

;// CONCATENATED MODULE: ./lib/src/lambda/planned-aliases.js
/**
 * The aliases of one function in a plan (`terraform show -json`). An alias follows when its version is known only after the
 * apply, as the function's is, or is the function's own.
 */
function plannedAliases(planJson, functionName) {
    const resources = planned_aliases_list(planned_aliases_field(planJson, 'resource_changes'));
    const own = resources
        .filter((resource) => planned_aliases_field(resource, 'type') === 'aws_lambda_function')
        .map((resource) => planned_aliases_field(planned_aliases_field(resource, 'change'), 'after'))
        .find((after) => planned_aliases_field(after, 'function_name') === functionName);
    return resources.flatMap((resource) => {
        if (planned_aliases_field(resource, 'type') !== 'aws_lambda_alias' || planned_aliases_field(resource, 'mode') !== 'managed')
            return [];
        const change = planned_aliases_field(resource, 'change');
        const after = planned_aliases_field(change, 'after');
        const [name, called, version] = [
            planned_aliases_field(after, 'name'),
            planned_aliases_field(after, 'function_name'),
            planned_aliases_field(after, 'function_version'),
        ];
        if (typeof name !== 'string' || typeof called !== 'string' || !isOf(called, functionName))
            return [];
        const follows = planned_aliases_field(planned_aliases_field(change, 'after_unknown'), 'function_version') === true ||
            version === '$LATEST' ||
            version === planned_aliases_field(own, 'version');
        return [{ name, ...(follows || typeof version !== 'string' ? {} : { version }) }];
    });
}
/** By name or by ARN, as Lambda takes both. */
function isOf(called, functionName) {
    return called === functionName || called.endsWith(`:function:${functionName}`);
}
function planned_aliases_field(value, name) {
    return typeof value === 'object' && value !== null ? value[name] : undefined;
}
function planned_aliases_list(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/src/lambda/planned-functions.js
/** The tag by which a configuration asks for the deletion of old versions. */
const KEEP_VERSIONS = 'keep-versions';
/**
 * The functions of a plan (`terraform show -json`) whose `s3_key` is one of these, changed or not. Every other resource
 * is passed over, so that a configuration may have functions that are none of ours.
 */
function plannedFunctions(planJson, keys) {
    return planned_functions_list(planned_functions_field(planJson, 'resource_changes')).flatMap((resource) => {
        if (planned_functions_field(resource, 'type') !== 'aws_lambda_function' || planned_functions_field(resource, 'mode') !== 'managed')
            return [];
        const change = planned_functions_field(resource, 'change');
        const after = planned_functions_field(change, 'after');
        const [address, functionName, key] = [
            planned_functions_field(resource, 'address'),
            planned_functions_field(after, 'function_name'),
            planned_functions_field(after, 's3_key'),
        ];
        if (typeof address !== 'string' || typeof functionName !== 'string' || typeof key !== 'string')
            return [];
        if (!keys.has(key))
            return [];
        const actions = planned_functions_list(planned_functions_field(change, 'actions'));
        const isChanged = !actions.every((action) => action === 'no-op' || action === 'read');
        const keepVersions = planned_functions_text(planned_functions_field(planned_functions_field(after, 'tags'), KEEP_VERSIONS));
        const kept = keepVersions === undefined ? {} : { keepVersions };
        return [{ address, functionName, key, isChanged, ...kept, ...settings(after, planned_functions_field(change, 'after_unknown')) }];
    });
}
function settings(after, unknown) {
    const handler = planned_functions_text(planned_functions_field(after, 'handler'));
    const runtime = planned_functions_text(planned_functions_field(after, 'runtime'));
    const [architecture] = planned_functions_list(planned_functions_field(after, 'architectures'));
    const layers = planned_functions_field(after, 'layers');
    const unknownLayers = planned_functions_field(unknown, 'layers');
    return {
        ...(handler === undefined ? {} : { handler }),
        ...(runtime === undefined ? {} : { runtime }),
        ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
        hasLayers: planned_functions_list(layers).length > 0 || unknownLayers === true || planned_functions_list(unknownLayers).length > 0,
        environment: environmentOf(after),
    };
}
function environmentOf(after) {
    const variables = planned_functions_field(planned_functions_list(planned_functions_field(after, 'environment'))[0], 'variables');
    const entries = typeof variables === 'object' && variables !== null ? Object.entries(variables) : [];
    return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
function planned_functions_text(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function planned_functions_field(value, name) {
    return typeof value === 'object' && value !== null ? value[name] : undefined;
}
function planned_functions_list(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/src/operation/packages/check-functions.js



/**
 * Compares what is called with what was uploaded, after the apply: an alias where the configuration has one, since the API
 * calls that and not the newest code; else the function. Names each that runs something else.
 */
async function checkFunctions(planJson, packages, functions) {
    const hashes = new Map(packages.map(({ key, sha256 }) => [key, sha256]));
    const planned = plannedFunctions(planJson, new Set(hashes.keys()));
    const held = [];
    for (const { address, functionName, key } of planned) {
        const aliases = plannedAliases(planJson, functionName);
        for (const alias of aliases.filter(({ version }) => version !== undefined)) {
            held.push(`the alias ${alias.name} of ${functionName} is kept at version ${alias.version} by the configuration`);
        }
        const following = aliases.filter(({ version }) => version === undefined).map(({ name }) => name);
        for (const qualifier of following.length === 0 ? [undefined] : following) {
            const expected = hashes.get(key) ?? '';
            const found = await functions.codeSha256(functionName, qualifier);
            if (found !== expected)
                throw otherCode(address, functionName, qualifier, { found, expected, key });
        }
    }
    return { functions: planned.length, held };
}
function otherCode(address, functionName, qualifier, { found, expected, key }) {
    const called = qualifier === undefined ? `The function ${functionName}` : `The alias ${qualifier} of ${functionName}`;
    return new src_errors/* ActionError */.lZ({
        what: `${called} (${address}) does not run the code that was deployed`,
        found: `CodeSha256 ${found}`,
        expected: `${expected}, the package ${key}`,
        wayOut: qualifier === undefined
            ? 'Somebody updates it besides this action, or source_code_hash is not set: compare, then deploy again'
            : 'Set publish = true and source_code_hash, let the alias follow aws_lambda_function.version, and see who else moves it; then deploy again',
    });
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/packaged-files.js



const MOST_LINKS = 40;
const MAY_RUN = 0o111;
/** The files of a package as the function will find them: out of the very archive, symlinks followed. */
class PackagedFiles {
    archive;
    #entries = new Map();
    #folders = new Set();
    constructor(archive, name) {
        this.archive = archive;
        for (const entry of archiveDirectory(archive, name)) {
            if (!entry.directory)
                this.#entries.set(entry.path, entry);
            const folder = entry.directory ? entry.path.slice(0, -1) : external_node_path_.posix.dirname(entry.path);
            for (let at = folder; at !== '.' && !this.#folders.has(at); at = external_node_path_.posix.dirname(at))
                this.#folders.add(at);
        }
    }
    /** Every file, symlinks too. */
    paths() {
        return [...this.#entries.keys()];
    }
    isFile(path) {
        return this.#resolved(path) !== undefined;
    }
    isFolder(path) {
        const real = this.#real(path);
        return real !== undefined && this.#folders.has(real);
    }
    /** `undefined` where there is no such file. */
    read(path) {
        const entry = this.#resolved(path);
        return entry === undefined ? undefined : entryContent(this.archive, entry);
    }
    text(path) {
        const content = this.read(path);
        return content === undefined ? undefined : Buffer.from(content).toString('utf8');
    }
    /** The first bytes, at least as many as the headers of programs have. */
    head(path) {
        const entry = this.#resolved(path);
        return entry === undefined ? undefined : entryHead(this.archive, entry);
    }
    /** Whether somebody may run it, by its mode. An archive that was made without modes says no. */
    isExecutable(path) {
        const entry = this.#resolved(path);
        return entry !== undefined && (entry.unixMode & MAY_RUN) === MAY_RUN;
    }
    #resolved(path) {
        const real = this.#real(path);
        return real === undefined ? undefined : this.#entries.get(real);
    }
    /** The path with every symlink on the way replaced by where it leads; `undefined` when that is outside. */
    #real(path) {
        let rest = external_node_path_.posix.normalize(path).replace(/\/$/, '').split('/');
        let done = [];
        for (let links = 0; rest.length > 0;) {
            const [segment = '', ...further] = rest;
            if (segment === '..')
                return undefined;
            const here = [...done, segment].join('/');
            const entry = this.#entries.get(here);
            if (entry === undefined || !isLink(entry)) {
                done = [...done, segment];
                rest = further;
                continue;
            }
            const target = entryContent(this.archive, entry);
            if (target === undefined || ++links > MOST_LINKS)
                return undefined;
            rest = [...external_node_path_.posix.join(...done, '.', Buffer.from(target).toString('utf8')).split('/'), ...further];
            done = [];
        }
        return done.join('/');
    }
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/native-code.js
/** `e_machine` of an ELF header (System V ABI, gABI 4.1). */
const MACHINES = { 62: 'x86_64', 183: 'arm64' };
const ELF = Buffer.from('\x7fELF', 'latin1');
const MACHINE_AT = 18;
const LIBRARY = /\.(?:node|so(?:\.[0-9.]+)?)$/;
/** What names tell one platform's files from another's. */
const PLATFORM = /x86[_-]64|amd64|x64|arm64|aarch64|armv[678]\w*|ia32|i686|riscv64|ppc64(?:le)?|s390x|loong64/g;
const native_code_SHOWN = 3;
/** The processor that a program or library is for; `other` for one that Lambda has not, `undefined` for no ELF file. */
function machineOf(head) {
    if (head === undefined || head.length < MACHINE_AT + 2 || !ELF.equals(head.subarray(0, 4)))
        return undefined;
    const bigEndian = head[5] === 2;
    const [low = 0, high = 0] = [head[MACHINE_AT], head[MACHINE_AT + 1]];
    return MACHINES[bigEndian ? (low << 8) | high : low | (high << 8)] ?? 'other';
}
/**
 * Libraries for another processor that have no twin for this one. A warning and not more: code that loads them may have
 * another way (Python packages often do), or never be loaded.
 */
function foreignLibraries(files, settings) {
    const wanted = settings.architecture;
    if (wanted === undefined)
        return [];
    const libraries = files
        .paths()
        .filter((path) => LIBRARY.test(path))
        .map((path) => ({ path, machine: machineOf(files.head(path)) }));
    const fitting = new Set(libraries.filter(({ machine }) => machine === wanted).map(({ path }) => anyPlatform(path)));
    const foreign = libraries.filter(({ path, machine }) => machine !== undefined && machine !== wanted && !fitting.has(anyPlatform(path)));
    if (foreign.length === 0)
        return [];
    const shown = foreign.slice(0, native_code_SHOWN).map(({ path, machine }) => `${path} (${machine})`);
    const more = foreign.length > native_code_SHOWN ? `, and ${foreign.length - native_code_SHOWN} more` : '';
    return [
        {
            severity: 'warning',
            what: `Native code in the package is not for ${wanted}, the architecture of the function`,
            found: `${shown.join(', ')}${more}`,
            wayOut: `Build the package for ${wanted} (pip install --platform, npm install --cpu), or set architectures to what it is built for`,
        },
    ];
}
function anyPlatform(path) {
    return path.replace(PLATFORM, '*');
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/bootstrap-check.js

const bootstrap_check_NAME = 'bootstrap';
/** A custom runtime (`provided.*`) is a program called `bootstrap` at the package's root, or in a layer. */
function bootstrapFindings(files, settings) {
    if (!files.isFile(bootstrap_check_NAME))
        return settings.hasLayers ? [] : [bootstrap_check_missing(files)];
    const head = Buffer.from(files.head(bootstrap_check_NAME) ?? new Uint8Array());
    const machine = machineOf(head);
    const findings = [];
    if (!files.isExecutable(bootstrap_check_NAME)) {
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
    }
    else if (firstLine.startsWith('#!') && firstLine.endsWith('\r')) {
        findings.push({
            severity: 'refused',
            what: 'The script "bootstrap" has Windows line ends, which become part of the interpreter’s name',
            wayOut: 'Give it Unix line ends (dos2unix bootstrap, or eol=lf in .gitattributes)',
        });
    }
    return findings;
}
function bootstrap_check_missing(files) {
    const elsewhere = files.paths().find((path) => path.toLowerCase() === bootstrap_check_NAME || path.endsWith(`/${bootstrap_check_NAME}`));
    return {
        severity: 'refused',
        what: 'The package has no program "bootstrap" at its root, which a custom runtime starts',
        ...(elsewhere === undefined ? {} : { found: elsewhere }),
        wayOut: 'Name the program bootstrap and put it at the root of the package',
    };
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/module-place.js
/** A handler whose file is none of these. In layers the runtimes look too, so that it is certain only without. */
function missingModule(files, settings, candidates) {
    const [first = ''] = candidates;
    const similar = similarFile(files, candidates);
    return {
        severity: settings.hasLayers ? 'warning' : 'refused',
        what: `The package has no file for the handler ${JSON.stringify(settings.handler)} of the runtime ${settings.runtime}`,
        found: similar ?? someFiles(files),
        expected: candidates.length === 1 ? first : `one of ${candidates.slice(0, 4).join(', ')}`,
        wayOut: module_place_wayOut(similar, candidates),
    };
}
function module_place_wayOut(similar, candidates) {
    if (similar === undefined)
        return 'Build the handler before this step, or correct handler in the Terraform configuration';
    if (candidates.some((candidate) => candidate.toLowerCase() === similar.toLowerCase())) {
        return 'Write file and handler in the same case: Linux tells them apart';
    }
    const end = candidates.find((candidate) => similar.endsWith(`/${candidate}`));
    if (end === undefined)
        return 'Correct handler in the Terraform configuration, or the name of the file';
    const folder = similar.slice(0, -end.length - 1);
    return `Name the folder ${folder} in "lambda-packages" (or pack from inside it), or begin the handler with ${folder}/`;
}
/** The same name in another case, or in a folder. */
function similarFile(files, candidates) {
    const wanted = new Set(candidates.map((candidate) => candidate.toLowerCase()));
    const names = new Set(candidates.map((candidate) => candidate.slice(candidate.lastIndexOf('/') + 1)));
    const paths = files.paths().filter((path) => !path.includes('node_modules/'));
    return (paths.find((path) => wanted.has(path.toLowerCase())) ??
        paths
            .filter((path) => names.has(path.slice(path.lastIndexOf('/') + 1)))
            .sort((one, other) => one.length - other.length)[0]);
}
function someFiles(files) {
    const paths = [...files.paths()].sort((one, other) => one.split('/').length - other.split('/').length);
    const shown = paths.slice(0, 5).join(', ');
    return paths.length > 5 ? `${shown}, and ${paths.length - 5} more files` : shown;
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/java-handler.js



/** A class file's first version, of Java 1.0; each release since has one more (JVMS, 4.1). */
const VERSION_OF_JAVA_0 = 44;
const MAGIC = 0xcafebabe;
/** Lambda's class path for Java: the root of the package, and every jar in lib/. */
function javaFindings(files, settings) {
    const { handler = '', runtime = '' } = settings;
    const path = `${(handler.split('::')[0] ?? '').replaceAll('.', '/')}.class`;
    const found = classFile(files, path);
    if (found === undefined)
        return [missingModule(files, settings, [path])];
    if (found === 'unclear')
        return [];
    const version = Number(/^java(\d+)/.exec(runtime)?.[1]);
    const bytes = Buffer.from(found);
    if (bytes.length < 8 || bytes.readUInt32BE(0) !== MAGIC || Number.isNaN(version))
        return [];
    const needed = bytes.readUInt16BE(6) - VERSION_OF_JAVA_0;
    if (needed <= version)
        return [];
    return [
        {
            severity: 'refused',
            what: `The class of the handler is compiled for Java ${needed}, and the function's runtime is ${runtime}`,
            wayOut: `Compile with --release ${version}, or set the runtime to java${needed}`,
        },
    ];
}
/** `unclear` where a jar cannot be read here: the class may be in it. */
function classFile(files, path) {
    const direct = files.read(path);
    if (direct !== undefined)
        return direct;
    let unread = false;
    for (const jar of files.paths().filter((name) => /^lib\/[^/]+\.jar$/.test(name))) {
        const content = files.read(jar);
        try {
            if (content === undefined || !archiveDirectory(content, jar).some((entry) => entry.path === path))
                continue;
            return new PackagedFiles(content, jar).read(path) ?? 'unclear';
        }
        catch {
            unread = true;
        }
    }
    return unread ? 'unclear' : undefined;
}

// EXTERNAL MODULE: external "node:module"
var external_node_module_ = __webpack_require__(8995);
;// CONCATENATED MODULE: ./lib/src/lambda/start/node-packages.js


/** What Lambda's own runtimes for Node bring along. */
const PROVIDED = /^(?:aws-sdk|@aws-sdk\/.*|@smithy\/.*)$/;
const IMPORTS = /\brequire\(\s*(['"])([^'"\n]+)\1\s*\)|\b(?:import|export)\s[^'";]{0,500}?\bfrom\s*(['"])([^'"\n]+)\3|^\s*import\s*(['"])([^'"\n]+)\5/gm;
const node_packages_MOST_FILES = 500;
const node_packages_MOST_BYTES = 5_000_000;
/** Before an import that is allowed to fail, as optional dependencies are loaded. */
const OPTIONAL = /\btry\s*\{[^}]{0,200}$/;
/**
 * Packages that the handler, or a file of the package that it imports, asks for and that are not there. A warning: text in
 * a comment looks the same, and layers and loaders may bring them.
 */
function missingPackages(files, handler, settings) {
    if (settings.hasLayers)
        return [];
    const missing = new Map();
    const waiting = [handler];
    const seen = new Set(waiting);
    for (let file = waiting.pop(); file !== undefined && seen.size <= node_packages_MOST_FILES; file = waiting.pop()) {
        const text = files.text(file);
        if (text === undefined || text.length > node_packages_MOST_BYTES)
            continue;
        for (const specifier of importedBy(text)) {
            if (specifier.startsWith('.')) {
                const next = relativeFile(files, external_node_path_.posix.join(external_node_path_.posix.dirname(file), specifier));
                if (next !== undefined && !seen.has(next))
                    waiting.push(next);
                if (next !== undefined)
                    seen.add(next);
            }
            else {
                const name = packageName(specifier);
                if (name !== undefined && !isThere(files, file, name) && !missing.has(name))
                    missing.set(name, file);
            }
        }
    }
    if (missing.size === 0)
        return [];
    return [
        {
            severity: 'warning',
            what: 'The package may lack what its handler imports',
            found: [...missing].map(([name, file]) => `${name}, imported by ${file}`).join('; '),
            wayOut: 'Bundle the handler (esbuild --bundle --platform=node), or package the folder that has them in node_modules: ' +
                'npm workspaces keep them at the root of the repository',
        },
    ];
}
function importedBy(text) {
    return [...text.matchAll(IMPORTS)]
        .filter(({ index }) => !OPTIONAL.test(text.slice(Math.max(0, index - 250), index)))
        .map((match) => match[2] ?? match[4] ?? match[6] ?? '');
}
function relativeFile(files, path) {
    const ends = ['', '.js', '.mjs', '.cjs', '/index.js'];
    return ends
        .map((end) => `${path}${end}`)
        .find((candidate) => /\.[mc]?js$/.test(candidate) && files.isFile(candidate));
}
/** The package of an import; `undefined` for what is no package (`#internal`, an address, a part of Node). */
function packageName(specifier) {
    const [, name] = /^((?:@[a-z0-9-~][\w.-]*\/)?[a-z0-9-~][\w.-]*)(?:\/.*)?$/i.exec(specifier) ?? [];
    const isBuiltIn = specifier.includes(':') || external_node_module_.builtinModules.includes(specifier);
    return name === undefined || isBuiltIn || PROVIDED.test(name) ? undefined : name;
}
/** In a node_modules beside the file or above it, as Node looks. */
function isThere(files, file, name) {
    for (let folder = external_node_path_.posix.dirname(file);; folder = external_node_path_.posix.dirname(folder)) {
        const place = external_node_path_.posix.join(folder, 'node_modules', name);
        if (files.isFolder(place) || files.isFile(`${place}.js`))
            return true;
        if (folder === '.')
            return false;
    }
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/node-handler.js




/** Up to here Lambda turns off that Node finds out by itself whether a .js file is a module. */
const LAST_WITHOUT_DETECTION = 22;
const OF_MODULES = /Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import\.meta' outside a module/;
/**
 * Finds the handler's file as Lambda's own runtime does (aws-lambda-nodejs-runtime-interface-client, UserFunction.js):
 * the last part of the path, up to its first dot, is the file; what follows is the export.
 */
function nodeFindings(files, settings) {
    const { handler = '' } = settings;
    const base = external_node_path_.posix.basename(handler);
    const dot = base.indexOf('.');
    if (dot <= 0 || dot === base.length - 1)
        return [badHandler(handler)];
    const module = external_node_path_.posix.join(external_node_path_.posix.dirname(handler), base.slice(0, dot));
    if (external_node_path_.posix.isAbsolute(module) || module.startsWith('../'))
        return [];
    const file = handlerFile(files, module);
    if (file === undefined)
        return [
            missingModule(files, settings, ['.js', '.mjs', '.cjs'].map((end) => module + end)),
        ];
    const form = formFindings(files, file, base.slice(dot + 1).split('.')[0] ?? '', settings);
    return form.length > 0 ? form : missingPackages(files, file, settings);
}
function handlerFile(files, module) {
    const inFolder = [`${module}/index.js`, `node_modules/${module}.js`, `node_modules/${module}/index.js`];
    const direct = [module, `${module}.js`, `${module}.mjs`, `${module}.cjs`, ...inFolder].find((path) => files.isFile(path));
    if (direct !== undefined)
        return direct;
    // Node reads `main` there: where the folder has a package.json, what it names is its own affair.
    return [module, `node_modules/${module}`]
        .map((folder) => `${folder}/package.json`)
        .find((path) => files.isFile(path));
}
/** Whether Node takes the file as what it is written as, and the export is in it. */
function formFindings(files, file, exported, { runtime = '', environment }) {
    const text = /\.[mc]?js$/.test(file) ? files.text(file) : undefined;
    if (text === undefined)
        return [];
    const written = writtenAs(text);
    const isModule = file.endsWith('.mjs') || (file.endsWith('.js') && typeOf(files, file) === 'module');
    if (!isModule && written === 'module') {
        const detects = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0) > LAST_WITHOUT_DETECTION;
        const asked = environment.NODE_OPTIONS?.includes('--experimental-detect-module') === true;
        if (file.endsWith('.js') && (detects || asked))
            return [];
        return [
            {
                severity: 'refused',
                what: `${file} is written as an ES module (import, export), and ${runtime} loads it as CommonJS`,
                wayOut: 'Add a package.json with "type": "module" to the package, name the file .mjs, or build CommonJS',
            },
        ];
    }
    if (isModule && written === 'script') {
        return [
            {
                severity: 'refused',
                what: `${file} is loaded as an ES module and exports nothing: it has no export statement`,
                wayOut: 'Name the file .cjs, take "type": "module" out of package.json, or write export instead of module.exports',
            },
        ];
    }
    const named = new RegExp(`(?<![\\w$])${exported.replace(/[^\w]/g, '\\$&')}(?![\\w$])`).test(text);
    if (named || /export\s*\*|\\u/.test(text) || (!isModule && /\brequire\b|\bimport\b/.test(text)))
        return [];
    return [
        {
            severity: isModule ? 'refused' : 'warning',
            what: `${file} does not name the export ${JSON.stringify(exported)} that the handler asks for`,
            wayOut: 'Export the handler under this name, or correct handler in the Terraform configuration',
        },
    ];
}
/** Compiled and never run: exactly what Node itself does to find out. `unclear` for what is no JavaScript to this version. */
function writtenAs(text) {
    try {
        new external_node_vm_.Script(text);
        return 'script';
    }
    catch (thrown) {
        return OF_MODULES.test(String(thrown)) ? 'module' : 'unclear';
    }
}
/** `type` of the nearest package.json. */
function typeOf(files, file) {
    for (let folder = external_node_path_.posix.dirname(file);; folder = external_node_path_.posix.dirname(folder)) {
        const text = files.text(external_node_path_.posix.join(folder, 'package.json'));
        if (text !== undefined) {
            try {
                return JSON.parse(text).type;
            }
            catch {
                return undefined;
            }
        }
        if (folder === '.')
            return undefined;
    }
}
function badHandler(handler) {
    return {
        severity: 'refused',
        what: `The handler ${JSON.stringify(handler)} names no export`,
        expected: 'FILE.EXPORT, such as index.handler',
        wayOut: 'Correct handler in the Terraform configuration',
    };
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/python-handler.js

const EXTENSION = /\.cpython-3(\d+)-/;
/** Finds the handler as Lambda's runtime for Python does: all before the last dot is the module, `/` counts as a dot. */
function pythonFindings(files, settings) {
    const { handler = '', runtime = '' } = settings;
    const dot = handler.lastIndexOf('.');
    if (dot <= 0 || dot === handler.length - 1 || handler.startsWith('/')) {
        return handler.startsWith('/') ? [] : [python_handler_badHandler(handler)];
    }
    const module = handler.slice(0, dot).replaceAll('.', '/');
    const candidates = [`${module}.py`, `${module}/__init__.py`, `${module}.pyc`, `${module}/__init__.pyc`];
    const file = candidates.find((path) => files.isFile(path)) ??
        files.paths().find((path) => path.startsWith(`${module}.`) && path.endsWith('.so'));
    if (file === undefined)
        return [missingModule(files, settings, candidates.slice(0, 2))];
    return [...exportFindings(files, file, handler.slice(dot + 1)), ...versionFindings(files, runtime)];
}
function exportFindings(files, file, name) {
    const text = file.endsWith('.py') ? files.text(file) : undefined;
    const isNamed = text === undefined || new RegExp(`\\b${name}\\b`).test(text) || /^from\s.*import\s+\*/m.test(text);
    if (isNamed)
        return [];
    return [
        {
            severity: 'warning',
            what: `${file} does not name the function ${JSON.stringify(name)} that the handler asks for`,
            wayOut: 'Define the handler under this name, or correct handler in the Terraform configuration',
        },
    ];
}
/** Compiled modules carry the version they are built for in their name. */
function versionFindings(files, runtime) {
    const minor = /^python3\.(\d+)$/.exec(runtime)?.[1];
    const compiled = files.paths().filter((path) => EXTENSION.test(path));
    const others = compiled.filter((path) => EXTENSION.exec(path)?.[1] !== minor);
    const isThere = compiled.length > others.length;
    const [first] = others;
    if (minor === undefined || first === undefined || isThere)
        return [];
    return [
        {
            severity: 'warning',
            what: `Compiled modules of the package are not for ${runtime}, the function's runtime`,
            found: others.length === 1 ? first : `${first}, and ${others.length - 1} more`,
            wayOut: `Install the package's requirements with Python 3.${minor}, or set the runtime that they are for`,
        },
    ];
}
function python_handler_badHandler(handler) {
    return {
        severity: 'refused',
        what: `The handler ${JSON.stringify(handler)} names no function`,
        expected: 'MODULE.FUNCTION, such as app.handler',
        wayOut: 'Correct handler in the Terraform configuration',
    };
}

;// CONCATENATED MODULE: ./lib/src/lambda/start/start-check.js






/** By the beginning of the runtime's name. A runtime that is not here is not judged. */
const CHECKS = [
    ['nodejs', nodeFindings],
    ['python', pythonFindings],
    ['java', javaFindings],
    ['provided', bootstrapFindings],
    ['ruby', rubyFindings],
    ['dotnet', dotnetFindings],
];
/** Whether a function can start from its package, as far as that is seen without running it. */
function startFindings(files, settings) {
    const { runtime, handler, environment } = settings;
    const isWrapped = environment.AWS_LAMBDA_EXEC_WRAPPER !== undefined;
    if (runtime === undefined)
        return [];
    const check = CHECKS.find(([name]) => runtime.startsWith(name))?.[1];
    if (check === undefined || (handler === undefined && check !== bootstrapFindings))
        return [];
    // A wrapper, or a handler in a layer, starts what it wants.
    const found = isWrapped || handler?.startsWith('/opt/') ? [] : check(files, settings);
    return [...found, ...foreignLibraries(files, settings)];
}
function rubyFindings(files, settings) {
    const file = `${settings.handler?.split('.')[0]}.rb`;
    return files.isFile(file) ? [] : [missingModule(files, settings, [file])];
}
function dotnetFindings(files, settings) {
    const assembly = `${settings.handler?.split('::')[0]}.dll`;
    return files.isFile(assembly) ? [] : [missingModule(files, settings, [assembly])];
}

;// CONCATENATED MODULE: ./lib/src/operation/packages/check-start.js




/**
 * Asks of each function that the plan makes or changes whether it can start from its package: before anything is applied, on
 * the pull request already. What runs unchanged is not judged. Throws with everything that is certain to fail.
 */
function checkStart(planJson, packages) {
    const byKey = new Map(packages.map((one) => [one.key, one]));
    const changed = plannedFunctions(planJson, new Set(byKey.keys())).filter(({ isChanged }) => isChanged);
    const found = changed.flatMap((settings) => {
        const built = byKey.get(settings.key);
        if (built === undefined)
            return [];
        const files = new PackagedFiles(built.archive, built.name);
        return startFindings(files, settings).map((finding) => ({
            ...finding,
            address: settings.address,
            name: built.name,
        }));
    });
    const refused = found.filter(({ severity }) => severity === 'refused');
    const [first, ...others] = refused;
    if (first !== undefined)
        throw cannotStart(first, others);
    return { functions: changed.length, warnings: found.map(warning) };
}
function cannotStart(first, others) {
    const also = others.map(({ what, address }) => ` Also (${address}): ${what}.`).join('');
    return new src_errors/* ActionError */.lZ({
        what: `The function ${first.address} cannot start from the package "${first.name}": ${first.what}`,
        ...(first.found === undefined ? {} : { found: first.found }),
        ...(first.expected === undefined ? {} : { expected: first.expected }),
        wayOut: `${first.wayOut}. Nothing was applied.${also}`,
    });
}
function warning({ what, found, wayOut, address }) {
    return `${address}: ${what}${found === undefined ? '' : ` (${found})`}. ${wayOut}`;
}

// EXTERNAL MODULE: ./node_modules/fflate/esm/index.mjs
var esm = __webpack_require__(1306);
;// CONCATENATED MODULE: ./lib/src/lambda/package-archive.js



/** The first day that a zip can name, in local time: the format has no zone, and so the bytes are the same in each. */
const FIRST_DAY = new Date(1980, 0, 1, 12);
const package_archive_UNIX = 3;
const REGULAR_FILE = 0o100000;
/** fflate collects the files in an object, where this one name is not a name. */
const UNHOLDABLE = '__proto__';
/**
 * A zip of the contents, without directory entries: equal contents are equal bytes on every machine. The deflate is
 * written in JavaScript: Node's own zlib gives other bytes from one version to the next.
 */
function packageArchive(contents) {
    const files = {};
    for (const { path, mode, content } of contents) {
        if (path === UNHOLDABLE)
            throw unholdable();
        const type = mode === LINK_MODE ? 0 : REGULAR_FILE;
        const options = {
            level: mode === LINK_MODE ? 0 : 9,
            mtime: FIRST_DAY,
            os: package_archive_UNIX,
            attrs: ((type | mode) << 16) >>> 0,
        };
        files[path] = [content, options];
    }
    return (0,esm/* zipSync */.L)(files);
}
function unholdable() {
    return new src_errors/* ActionError */.lZ({
        what: `A Lambda package cannot hold a file that is called ${UNHOLDABLE}`,
        wayOut: 'Rename it, or hand over a .zip; nothing was uploaded',
    });
}

;// CONCATENATED MODULE: ./lib/src/lambda/lambda-package.js






/** Packs a folder's files. Throws when there are none, or more than Lambda takes, or one that cannot be packed. */
function packedFolder(name, entries) {
    const contents = packageContents(entries, name);
    const size = checkedSize(contents.map(({ path, content }) => ({ path, size: content.length })), name);
    const archive = packageArchive(contents);
    return {
        name,
        key: `${name}/${packageDigest(contents.map(({ path, mode, content }) => digestedEntry(path, mode, content)))}.zip`,
        archive,
        sha256: base64Sha256(archive),
        files: contents.length,
        size,
    };
}
/** Takes a `.zip` or `.jar` as it is, under the digest of what is in it: built again, it has other times and one key. */
function passedThrough(name, extension, archive) {
    const { files, size } = checkedArchive(archive, name);
    return {
        name,
        key: `${name}/${archiveDigest(archive, name)}.${extension}`,
        archive,
        sha256: base64Sha256(archive),
        files,
        size,
    };
}
/** SHA-256 as AWS writes it. */
function base64Sha256(bytes) {
    return (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('base64');
}

;// CONCATENATED MODULE: ./lib/src/operation/packages/prepare.js





const CONFLICT_ATTEMPTS = 5;
/**
 * Packs and looks up, uploads nothing: so the plan on a pull request knows key and hash, and shows a change exactly
 * when the code changed. Where the bucket has the key, the stored object's own hash counts, since that is what runs.
 */
async function preparePackages(requests, sources, store) {
    const prepared = [];
    // One after the other: each may take the memory of 250 MiB, and there are few.
    for (const { name, path } of requests) {
        const source = await sources.read(name, path);
        const built = source.kind === 'folder'
            ? packedFolder(name, source.entries)
            : passedThrough(name, source.extension, source.bytes);
        const stored = await store.find(built.key);
        prepared.push(stored === undefined
            ? { ...built, state: 'new' }
            : { ...built, sha256: await adoptedHash(built, stored, store), state: 'stored' });
    }
    return prepared;
}
/** What Terraform is told of the packages. */
function lambdaPackagesVariable(packages, bucket) {
    return Object.fromEntries(packages.map(({ name, key, sha256 }) => [name, { s3_bucket: bucket, s3_key: key, source_code_hash: sha256 }]));
}
/**
 * Uploads what the bucket does not have, once and for good. Another run that was faster is no error when it stored the
 * same. Returns the packages with the hashes that are stored: where one is not the planned one, the plan is outdated.
 */
async function uploadPackages(packages, store, signal, pauseMs = 500) {
    const uploaded = [];
    for (const built of packages) {
        if (built.state === 'new')
            uploaded.push({ ...built, sha256: await storeOnce(built, store, signal, pauseMs), state: 'stored' });
        else
            uploaded.push(built);
    }
    return uploaded;
}
async function storeOnce(built, store, signal, pauseMs) {
    for (let attempt = 1; attempt <= CONFLICT_ATTEMPTS; attempt++) {
        const result = await store.store(built.key, built.archive, built.sha256);
        if (result === 'stored')
            return built.sha256;
        if (result === 'exists') {
            const stored = await store.find(built.key);
            // Gone between the two answers: expired by a rule, or deleted by hand. The next attempt writes it.
            if (stored !== undefined)
                return await adoptedHash(built, stored, store);
        }
        await (0,external_node_timers_promises_.setTimeout)(pauseMs * attempt, undefined, { signal });
    }
    throw new src_errors/* ActionError */.lZ({
        what: `The Lambda package "${built.name}" could not be stored`,
        found: `${CONFLICT_ATTEMPTS} conflicts with other writes of ${built.key}`,
        expected: 'one writer to win',
        wayOut: 'Run the deploy again: nothing was applied',
    });
}
/**
 * The key says what the content is. The stored bytes may still differ from ours: an older version of this action may
 * have compressed otherwise, or a build has written other times. They count when what is in them is the same, and stop the deploy when it is not.
 */
async function adoptedHash(built, stored, store) {
    if (stored.sha256 === built.sha256 && stored.bytes === built.archive.length)
        return built.sha256;
    const archive = await store.read(built.key);
    const hash = base64Sha256(archive);
    const same = hash === built.sha256 || holdsTheSame(archive, built);
    if (same && archive.length === stored.bytes && (stored.sha256 ?? hash) === hash)
        return hash;
    throw new src_errors/* ActionError */.lZ({
        what: `The artifact bucket has something else under the key of the Lambda package "${built.name}"`,
        found: `${stored.bytes} bytes with the SHA-256 ${hash} under ${built.key}`,
        expected: `${built.archive.length} bytes with the SHA-256 ${built.sha256}, or the same files packed otherwise`,
        wayOut: 'Find out who writes to that bucket besides this action; then delete the object and deploy again',
    });
}
function holdsTheSame(archive, { name, key }) {
    checkedArchive(archive, name);
    return key.startsWith(`${name}/${archiveDigest(archive, name)}.`);
}

;// CONCATENATED MODULE: ./lib/src/operation/packages/lane.js




const VARIABLE = 'lambda_packages';
/** Packs and looks up; uploads nothing, so that a pull request can know the keys and hashes too. */
async function packed(config, ports) {
    return lane(config, await preparePackages(config.packages, ports.sources, ports.store));
}
/** Packs, and stores what the bucket does not have. */
async function stored(config, ports, signal) {
    const prepared = await preparePackages(config.packages, ports.sources, ports.store);
    const uploaded = await uploadPackages(prepared, ports.store, signal);
    const isNew = new Set(prepared.filter(({ state }) => state === 'new').map(({ key }) => key));
    return lane(config, uploaded, isNew);
}
/**
 * Destroying needs no package, and nothing has to be built for it; but Terraform evaluates the configuration all the same,
 * so each name has a value of the right shape.
 */
function packagesNotNeeded(config) {
    if (config === undefined)
        return new Map();
    const values = config.packages.map(({ name }) => [
        name,
        { s3_bucket: config.bucket, s3_key: `${name}/destroyed.zip`, source_code_hash: '' },
    ]);
    return new Map([[VARIABLE, JSON.stringify(Object.fromEntries(values))]]);
}
/** The functions that the plan makes or changes can start from what was packed. */
function startChecked(planJson, { prepared }) {
    return checkStart(planJson, prepared);
}
function startSentence({ functions, warnings }) {
    const checked = `${functions} ${functions === 1 ? 'function' : 'functions'} checked`;
    return warnings.length === 0 ? checked : `${checked}: ${warnings.join(' ')}`;
}
/**
 * After the apply: what is called runs what was uploaded, by Lambda's own word; each stage serves what its API is, by API
 * Gateway's; and the address that the stack names answers.
 */
async function backEndChecked(planJson, packages, { verifyTimeout }, ports) {
    const { functions, held } = await checkFunctions(planJson, packages.prepared, ports.functions);
    const run = `${functions} ${functions === 1 ? 'function runs' : 'functions run'} the code that was packed`;
    const { sentences, warnings } = await checkApi(planJson, verifyTimeout, ports);
    return { sentence: [run, ...held, ...sentences].join('; '), warnings };
}
function packagesSentence({ reports }) {
    return reports.map(({ name, state, bytes }) => `${name}: ${state}, ${bytes} bytes`).join('; ');
}
function lane(config, prepared, isNew = new Set(prepared.filter(({ state }) => state === 'new').map(({ key }) => key))) {
    return {
        prepared,
        variables: new Map([[VARIABLE, JSON.stringify(lambdaPackagesVariable(prepared, config.bucket))]]),
        reports: prepared.map(({ name, key, archive }) => ({
            name,
            key,
            bytes: archive.length,
            state: isNew.has(key) ? 'new' : 'stored',
        })),
    };
}

;// CONCATENATED MODULE: ./lib/src/operation/packages/prune-versions.js


/** In one run, so that the first one after years does not take minutes. The next run goes on. */
const AT_MOST = 100;
/**
 * Deletes the versions beyond the newest ones that a function's tag `keep-versions` asks for, oldest first. A function without
 * the tag is left alone: only its owner knows who calls a version by its number. What an alias names, Lambda does not delete.
 * A deploy does not fail by it: what was not deleted is said.
 */
async function pruneVersions(planJson, packages, versions) {
    const warnings = [];
    let removed = 0;
    for (const { functionName, keepVersions } of plannedFunctions(planJson, new Set(packages.map(({ key }) => key)))) {
        if (keepVersions === undefined)
            continue;
        if (!/^[1-9]\d{0,3}$/.test(keepVersions)) {
            warnings.push(`No version of ${functionName} was deleted: its tag ${KEEP_VERSIONS} is ${JSON.stringify(keepVersions)}, not a number from 1 to 9999.`);
            continue;
        }
        try {
            const known = await versions.list(functionName);
            for (const version of oldVersions(known, Number(keepVersions)).slice(0, AT_MOST)) {
                if ((await versions.remove(functionName, version)) === 'removed')
                    removed++;
            }
        }
        catch (thrown) {
            const { name, message } = (0,src_errors/* asError */.zR)(thrown);
            warnings.push(`Old versions of ${functionName} could not be deleted (${name}: ${message}). The role needs lambda:ListVersionsByFunction and lambda:DeleteFunction.`);
        }
    }
    return { sentence: `${removed} deleted`, warnings };
}
/** All but the newest ones, the oldest first. */
function oldVersions(versions, keep) {
    const sorted = [...versions].sort((one, other) => one - other);
    return sorted.slice(0, Math.max(0, sorted.length - keep));
}

;// CONCATENATED MODULE: ./lib/src/operation/run/sentences.js
/** `3 to add, 1 to change, 0 to destroy`, with the rarer kinds only where there are some. */
function planSentence(changes) {
    const { counts } = changes;
    if (changes.class === 'none')
        return 'no changes';
    const said = [`${counts.add} to add`, `${counts.change} to change`, `${counts.destroy} to destroy`];
    if (counts.replace > 0)
        said.push(`${counts.replace} of them replaced`);
    if (counts.import > 0)
        said.push(`${counts.import} to import`);
    if (counts.move > 0)
        said.push(`${counts.move} moved`);
    if (counts.forget > 0)
        said.push(`${counts.forget} to forget`);
    if (counts.outputs > 0)
        said.push(`${counts.outputs} ${counts.outputs === 1 ? 'output changes' : 'outputs change'}`);
    return said.join(', ');
}
/** `2 resources changed outside Terraform, 1 pending change`. */
function driftSentence({ deployed, found, outside, pending }) {
    if (!deployed)
        return 'nothing is deployed';
    if (!found)
        return 'no drift';
    const { resources, outputs, deferred, invocations } = pending;
    const waiting = resources.length + outputs.length + deferred.length + invocations.length;
    const said = [
        ...(outside.length === 0
            ? []
            : [`${outside.length} ${outside.length === 1 ? 'resource' : 'resources'} changed outside Terraform`]),
        ...(waiting === 0 ? [] : [`${waiting} pending ${waiting === 1 ? 'change' : 'changes'}`]),
    ];
    return said.join(', ');
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/digest.js

/** 128 bits, as 32 hex digits. Each part is prefixed with its length, so that no two lists of parts read the same. */
function digest(parts) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    for (const part of parts)
        hash.update(`${Buffer.byteLength(part)}:${part},`);
    return hash.digest('hex').slice(0, 32);
}
/**
 * Digests sensitive values under a key that only those who may read the state can derive: a plain digest of a short
 * secret could be guessed by everyone who may read the record.
 */
function keyedDigest(lineage) {
    const key = (0,external_node_crypto_.createHmac)('sha256', lineage).update('well-managed-deployments: sensitive values').digest();
    return (value) => (0,external_node_crypto_.createHmac)('sha256', key).update(value).digest('hex').slice(0, 32);
}
/** SHA-256 of the sorted digests, 64 hex digits. */
function fingerprintOf(digests) {
    return (0,external_node_crypto_.createHash)('sha256')
        .update([...digests].sort().join('\n'))
        .digest('hex');
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/slice.js

function sliceFrom(parts) {
    const byName = new Map();
    for (const part of parts)
        byName.set(partKey(part), part);
    const sorted = [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
    return { digest: digest(sorted.flatMap((part) => [part.kind, part.name, part.digest])), parts: sorted };
}
/** What a part is compared by across two slices. Two parts of one name can only be two pieces of one thing. */
function partKey({ kind, name, digest: content }) {
    return `${name}\u0000${kind}\u0000${content}`;
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/packed-record.js


/** Enough to tell by which attribute a change differs, where the whole of it has been compared already. */
const WORD_DIGITS = 8;
const DIGEST = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[0-9a-f]{32}$/));
const INDEX = dist/* pipe */.FsL(dist/* number */.aig(), dist/* integer */.ndf(), dist/* minValue */.Wwf(0));
const KINDS = ['expression', 'block', 'value', 'file', 'folder', 'provider', 'sources', 'absent'];
const packed_record_PART = dist/* object */.Ikc({
    k: dist/* picklist */.KIO(KINDS),
    n: dist/* string */.YjP(),
    f: dist/* optional */.lqM(dist/* string */.YjP()),
    l: dist/* optional */.lqM(INDEX),
    d: DIGEST,
});
const CHANGE = dist/* object */.Ikc({
    k: dist/* picklist */.KIO(['resource', 'output', 'invocation', 'deferred']),
    a: dist/* string */.YjP(),
    t: dist/* optional */.lqM(dist/* string */.YjP(), ''),
    p: dist/* optional */.lqM(dist/* string */.YjP(), ''),
    x: dist/* string */.YjP(),
    f: dist/* optional */.lqM(dist/* string */.YjP()),
    i: dist/* optional */.lqM(dist/* string */.YjP()),
    o: dist/* optional */.lqM(DIGEST),
    z: dist/* optional */.lqM(dist/* literal */.euz(true)),
    w: DIGEST,
    e: dist/* optional */.lqM(DIGEST),
    b: INDEX,
    u: dist/* optional */.lqM(dist/* array */.YOg(dist/* union */.KCZ([dist/* string */.YjP(), dist/* tuple */.PVZ([dist/* string */.YjP(), INDEX])])), []),
    l: dist/* optional */.lqM(dist/* array */.YOg(dist/* tuple */.PVZ([dist/* string */.YjP(), dist/* string */.YjP()])), []),
});
const RECORD = dist/* object */.Ikc({
    version: dist/* literal */.euz(2),
    keyed: dist/* boolean */.zMY(),
    place: dist/* object */.Ikc({
        workspace: dist/* string */.YjP(),
        state: DIGEST,
        account: dist/* optional */.lqM(dist/* string */.YjP()),
        region: dist/* optional */.lqM(dist/* string */.YjP()),
    }),
    base: dist/* string */.YjP(),
    parts: dist/* array */.YOg(packed_record_PART),
    slices: dist/* array */.YOg(dist/* array */.YOg(INDEX)),
    changes: dist/* array */.YOg(CHANGE),
    also: dist/* array */.YOg(dist/* tuple */.PVZ([dist/* string */.YjP(), dist/* array */.YOg(dist/* string */.YjP())])),
    files: dist/* optional */.lqM(dist/* array */.YOg(dist/* tuple */.PVZ([dist/* string */.YjP(), DIGEST]))),
});
/**
 * A plan as JSON, each part of a slice and each slice once.
 * @param options.forWords with what decides nothing: files, places of parts, leaves of what is not updated
 */
function packed_record_packed(plan, { forWords }) {
    const tables = new Tables(forWords);
    const changes = plan.changes.map((change) => packedChange(change, tables, forWords));
    const known = new Set(plan.changes.map(packed_record_addressOf));
    const record = {
        version: 2,
        keyed: plan.keyed,
        place: { ...plan.place },
        base: plan.base,
        parts: tables.parts,
        slices: tables.slices,
        changes,
        also: [...plan.unknown]
            .filter(([address]) => !known.has(address))
            .map(([address, paths]) => [address, [...paths]]),
        ...(forWords && plan.files !== undefined
            ? { files: plan.files.map(({ path, digest }) => [path, digest]) }
            : {}),
    };
    return JSON.stringify(record);
}
/** `undefined` where the text is no record. */
function unpacked(json) {
    let parsed;
    try {
        parsed = JSON.parse(json);
    }
    catch {
        return undefined;
    }
    const result = dist/* safeParse */.xLC(RECORD, parsed);
    if (!result.success)
        return undefined;
    const { place, keyed, base, parts: table, slices: lists, changes: all, also, files } = result.output;
    const parts = table.map(({ k, n, f, l, d }) => {
        return {
            kind: k,
            name: n,
            digest: d,
            ...(f === undefined ? {} : { file: f }),
            ...(l === undefined ? {} : { line: l }),
        };
    });
    if (lists.some((list) => list.some((index) => index >= parts.length)))
        return undefined;
    const slices = lists.map((list) => sliceFrom(list.flatMap((index) => parts[index] ?? [])));
    const changes = [];
    for (const { k, a, t, p, x, f, i, o, z, w, e, b, u, l } of all) {
        const beside = slices[b];
        if (beside === undefined || u.some((one) => typeof one !== 'string' && slices[one[1]] === undefined))
            return undefined;
        changes.push({
            kind: k,
            address: a,
            type: t,
            provider: p,
            action: x,
            ...(f === undefined ? {} : { previousAddress: f }),
            ...(i === undefined ? {} : { importId: i }),
            ...(o === undefined ? {} : { destroys: o }),
            ...(z === undefined ? {} : { deposed: true }),
            whole: w,
            filled: e ?? w,
            beside,
            unknown: u.map((one) => {
                if (typeof one === 'string')
                    return { path: one };
                const [path, index] = one;
                const slice = slices[index];
                return slice === undefined ? { path } : { path, slice };
            }),
            leaves: l.map(([path, digest]) => ({ path, digest })),
        });
    }
    const unknown = new Map(also);
    for (const change of changes) {
        if (change.unknown.length > 0)
            unknown.set(packed_record_addressOf(change), change.unknown.map(({ path }) => path));
    }
    return {
        place: {
            workspace: place.workspace,
            state: place.state,
            ...optional('account', place.account),
            ...optional('region', place.region),
        },
        keyed,
        base,
        changes,
        unknown,
        ...(files === undefined ? {} : { files: files.map(([path, digest]) => ({ path, digest })) }),
    };
}
function optional(name, value) {
    return value === undefined ? {} : { [name]: value };
}
function packedChange(change, tables, forWords) {
    const { kind, address, type, provider, action, previousAddress, importId, destroys, deposed } = change;
    const isUpdate = action === 'update';
    return {
        k: kind,
        a: address,
        ...(type === '' ? {} : { t: type }),
        ...(provider === '' ? {} : { p: provider }),
        x: action,
        ...(previousAddress === undefined ? {} : { f: previousAddress }),
        ...(importId === undefined ? {} : { i: importId }),
        ...(destroys === undefined ? {} : { o: destroys }),
        ...(deposed === undefined ? {} : { z: true }),
        w: change.whole,
        ...(change.filled === change.whole ? {} : { e: change.filled }),
        b: tables.slice(change.beside),
        ...(change.unknown.length === 0
            ? {}
            : {
                u: change.unknown.map(({ path, slice }) => slice === undefined ? path : [path, tables.slice(slice)]),
            }),
        ...((isUpdate || forWords) && change.leaves.length > 0
            ? {
                l: change.leaves.map(({ path, digest }) => [
                    path,
                    isUpdate ? digest : digest.slice(0, WORD_DIGITS),
                ]),
            }
            : {}),
    };
}
function packed_record_addressOf({ kind, address }) {
    return kind === 'output' ? `output.${address}` : address;
}
class Tables {
    withPlaces;
    parts = [];
    slices = [];
    partIndexes = new Map();
    sliceIndexes = new Map();
    constructor(withPlaces) {
        this.withPlaces = withPlaces;
    }
    slice({ digest, parts }) {
        const known = this.sliceIndexes.get(digest);
        if (known !== undefined)
            return known;
        const index = this.slices.push(parts.map((part) => this.part(part))) - 1;
        this.sliceIndexes.set(digest, index);
        return index;
    }
    part({ kind, name, file, line, digest }) {
        const key = `${kind} ${name} ${digest}`;
        const known = this.partIndexes.get(key);
        if (known !== undefined)
            return known;
        const place = this.withPlaces
            ? { ...(file === undefined ? {} : { f: file }), ...(line === undefined ? {} : { l: line }) }
            : {};
        const index = this.parts.push({ k: kind, n: name, ...place, d: digest }) - 1;
        this.partIndexes.set(key, index);
        return index;
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/reviewed-change.js

function wholeOf(leaves) {
    const sorted = [...leaves].sort((a, b) => (a.path < b.path ? -1 : 1));
    return digest(sorted.flatMap(({ path, digest: value }) => [path, value]));
}
function filledOf(leaves) {
    return wholeOf(leaves.filter(({ empty }) => empty !== true));
}
/**
 * 64 hex digits that stay the same however often the same change is planned at the same place, and differ when anything
 * does that a reviewer approves.
 */
function fingerprintOfPlan({ changes, keyed, place }) {
    return fingerprintOf([
        digest(['place', place.workspace, place.state, String(keyed)]),
        ...changes.map(digestOfChange),
    ]);
}
/** 32 hex digits. */
function digestOfChange(change) {
    return digest([
        change.kind,
        change.address,
        change.type,
        change.provider,
        change.action,
        change.previousAddress ?? '',
        change.importId ?? '',
        change.destroys ?? '',
        change.deposed === true ? 'deposed' : '',
        change.whole,
        change.beside.digest,
        ...change.unknown.flatMap(({ path, slice }) => [path, slice?.digest ?? 'computed']),
    ]);
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/record-codec.js





/** GitHub refuses a longer text of a check run: https://docs.github.com/rest/checks/runs. */
const LONGEST_TEXT = 65_535;
const LONGEST_HEAD = 500;
/** Each part is a check run that is listed on the pull request. */
const record_codec_MOST_PARTS = 40;
/** No honest record inflates to more. */
const LARGEST_RECORD_BYTES = 64 * 1024 * 1024;
const INTRODUCTION = 'What the merge will be compared with: digests of every change, without any value. Written by a machine for itself.';
const HEAD = /^Record 2, part (\d+) of (\d+), ([0-9a-f]{32})$/m;
/**
 * The texts of the check runs that record this plan: with everything where one is enough, else without what decides
 * nothing. `undefined` where `MOST_PARTS` are too few.
 */
function encodeReviewed(plan) {
    const full = texts(packed_record_packed(plan, { forWords: true }));
    if (full.length === 1)
        return full;
    const least = texts(packed_record_packed(plan, { forWords: false }));
    return least.length > record_codec_MOST_PARTS ? undefined : least;
}
/** `undefined`: no text of a record in this form. */
function partOf(text) {
    const [, part, of, digest] = HEAD.exec(text) ?? [];
    return digest === undefined ? undefined : { part: Number(part), of: Number(of), digest };
}
/** Whether a text is a record of version 1 of this action, which says too little to be compared with. */
function isFirstVersion(text) {
    return (partOf(text) === undefined &&
        (text.trim() === '' || inflated(contentOf(text) ?? '')?.startsWith('{"version":1,') === true));
}
/**
 * Reads a record back from its texts in their order. Throws when one is damaged, cut, missing, or does not belong to the
 * fingerprint: then nothing may be concluded from it.
 */
function decodeReviewed(parts, fingerprint) {
    const heads = parts.map(partOf);
    const [first] = heads;
    const content = parts.map(contentOf).join('');
    const isComplete = heads.every((head, index) => head?.part === index + 1 && head.digest === first?.digest);
    if (!isComplete || first?.of !== parts.length || digestOf(content) !== first.digest)
        throw record_codec_damaged('a part of a record');
    const json = inflated(content);
    const plan = json === undefined ? undefined : unpacked(json);
    if (plan === undefined)
        throw record_codec_damaged('a text that is no record');
    if (fingerprintOfPlan(plan) !== fingerprint)
        throw record_codec_damaged('entries of another fingerprint');
    return plan;
}
function texts(json) {
    const content = (0,external_node_zlib_.deflateRawSync)(json, { level: 9 }).toString('base64');
    const room = LONGEST_TEXT - LONGEST_HEAD;
    const of = Math.max(1, Math.ceil(content.length / room));
    return Array.from({ length: of }, (_, index) => [
        INTRODUCTION,
        `Record 2, part ${index + 1} of ${of}, ${digestOf(content)}`,
        `\`\`\`\n${content.slice(index * room, (index + 1) * room)}\n\`\`\`\n`,
    ].join('\n\n'));
}
function digestOf(content) {
    return (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex').slice(0, 32);
}
function contentOf(text) {
    return /```\r?\n([A-Za-z0-9+/=]+)\r?\n```/.exec(text)?.[1];
}
function inflated(base64) {
    try {
        return (0,external_node_zlib_.inflateRawSync)(Buffer.from(base64, 'base64'), { maxOutputLength: LARGEST_RECORD_BYTES }).toString('utf8');
    }
    catch {
        return undefined;
    }
}
function record_codec_damaged(found) {
    return new src_errors/* ActionError */.lZ({
        what: 'The record of what was reviewed cannot be read',
        found,
        expected: 'the text that a plan of this action wrote',
        wayOut: 'Approve the fingerprint of this plan by hand ("approved-fingerprint")',
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/review/record-texts.js

/** What stands in place of a record that has no room. */
const NO_ROOM = 'This plan has more changes than can be recorded. Its deploy will be refused.';
/** Fewer always have room. */
const record_texts_SMALL = 1_000;
const NO_ROOM_FOR_RECORD = 'This plan has more changes than can be recorded for the merge. Split it: its deploy will be refused, unless somebody approves its fingerprint';
function hasRoom(plan) {
    return plan.changes.length < record_texts_SMALL || encodeReviewed({ ...plan, base: '0'.repeat(40) }) !== undefined;
}
/**
 * Records a plan in one check run, or in several: then the one of this name comes last, so that where it is, the others
 * are too.
 */
async function writeRecord(plan, request, checks) {
    const [first = NO_ROOM, ...others] = encodeReviewed(plan) ?? [];
    for (const [index, text] of others.entries()) {
        await checks.create({ ...request, name: partName(request.name, index + 2), summary: request.title, text });
    }
    await checks.create({ ...request, text: first });
}
/** Reads what `writeRecord` wrote, from the text of its last check run. Throws when it is damaged or not complete. */
async function readRecord(text, fingerprint, { headSha, name }, checks) {
    if (text === NO_ROOM)
        return 'no room';
    if (isFirstVersion(text))
        return 'first version';
    const texts = [text];
    const main = partOf(text);
    for (let part = 2; part <= (main?.of ?? 1); part++) {
        const found = (await checks.list(headSha, partName(name, part))).find((run) => {
            const head = partOf(run.text);
            return head?.digest === main?.digest && head?.part === part;
        });
        texts.push(found?.text ?? '');
    }
    return decodeReviewed(texts, fingerprint);
}
function partName(name, part) {
    return `${name}, part ${part}`;
}

;// CONCATENATED MODULE: ./lib/src/operation/run/state-place.js

/** Settings of all backends that say where a state lies, and not how one signs in. */
const WHERE = /^(?:bucket|key|prefix|path|workspace_dir|workspace_key_prefix|storage_account_name|container_name|resource_group_name|subscription_id|address|namespace|secret_suffix|schema_name|endpoint|endpoints\.s3|storage_custom_endpoint)$/;
/** Of these the first that is set names the state to people. */
const NAMES = ['key', 'prefix', 'path'];
const LENGTH = 12;
/**
 * Where the input `backend-config` says that the state lies: known before Terraform has run, so that a failed plan has
 * its place in a comment too. What the configuration itself says is the same for all stacks of its folder.
 *
 * @param settings `key=value`, or the path of a file with such lines; a later one goes before an earlier
 * @param read a file's text by its path
 */
function statePlace(settings, read) {
    const where = new Map();
    for (const line of settings.flatMap((setting) => setting.includes('=') ? [setting] : read(setting).split(/\r?\n/))) {
        const [, name = '', value = ''] = /^\s*"?([\w.]+)"?\s*=\s*(.*?)\s*$/.exec(line) ?? [];
        if (WHERE.test(name))
            where.set(name, withoutPassword(state_place_unquoted(value)));
    }
    if (where.size === 0)
        return undefined;
    const named = NAMES.map((name) => where.get(name)).find((value) => value !== undefined && value !== '');
    const all = [...where].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
    return { digest: digest(all).slice(0, LENGTH), ...(named === undefined ? {} : { name: named }) };
}
/** Of an address who signs in is no place, and may be a secret. */
function withoutPassword(value) {
    return value.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}
/** A file's values are HCL: in quotes, and a comment may follow. */
function state_place_unquoted(value) {
    return /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ?? value;
}

;// CONCATENATED MODULE: ./lib/src/operation/run/context.js

/** @param read a file's text by its path in the checkout; `''` where it cannot be read */
function identityOf(config, read) {
    const state = statePlace(config.infrastructure?.backendConfig ?? [], read);
    return {
        stage: config.stage,
        directory: config.infrastructure?.directory ?? '',
        workspace: config.infrastructure?.workspace ?? 'default',
        ...(state === undefined ? {} : { state }),
    };
}
/** The commit that reviewers see: on a pull request its head, not GitHub's merge of head and base. */
function commitOf(context) {
    const { event, run } = context;
    return event.kind === 'pull-request' || event.kind === 'merge-group' ? event.headSha : run.sha;
}

;// CONCATENATED MODULE: ./lib/src/operation/review/record-id.js

/**
 * The check run's `external_id`. A commit may be the head of several pull requests, and a pull request's base may be
 * changed: each of them has a plan of its own. The base is digested, since a branch's name may be too long for the field.
 */
function formatRecordId({ fingerprint, pull, baseRef, first, state }) {
    return [
        fingerprint,
        pull,
        record_id_digest(baseRef),
        ...(state === undefined ? [] : [state]),
        ...(first ? ['first'] : []),
    ].join('/');
}
/** What this id says, when it is of a record of this pull request against its base as it is now. */
function parseRecordId(externalId, of) {
    const [fingerprint = '', , , ...rest] = externalId.split('/');
    const found = { fingerprint, first: rest.at(-1) === 'first' };
    if (!/^[0-9a-f]{64}$/.test(fingerprint))
        return undefined;
    return formatRecordId({ ...of, ...found }) === externalId ? found : undefined;
}
function record_id_digest(baseRef) {
    return (0,external_node_crypto_.createHash)('sha256').update(baseRef).digest('hex').slice(0, 16);
}

;// CONCATENATED MODULE: ./lib/src/operation/review/write-record.js





/** `plan (dev)`, with the directory and the workspace where they are not the defaults. */
function checkRunName(identity) {
    return `plan (${stackName(identity)})`;
}
function stackName(identity) {
    return [identity.stage, ...uncommonParts(identity)].join(', ');
}
/**
 * Records what reviewers see, as a check run on the pull request's head commit: a new one for each plan, because which
 * of them was approved is decided by time.
 * @param first whether it was planned as the first deployment of its stage
 * @param summary Markdown for the check run's page; redacted by the caller
 */
async function recordReview({ context, report, compared }, github, { first, summary }) {
    const sentence = planSentence(report.changes);
    const about = {
        name: checkRunName(context.identity),
        headSha: commitOf(context),
        externalId: recordIdOf(context, report.fingerprint, first),
        conclusion: 'success',
        title: sentence,
        summary: summary ?? `${sentence}.\n\nFingerprint \`${report.fingerprint}\`, planned by [this run](${context.run.url}).`,
    };
    await writeRecord({ ...compared.reviewed, base: await plannedBase(context, github) }, about, github);
}
/** GitHub plans a merge of base and head: the base says which merges the plan knows. */
async function plannedBase({ run }, github) {
    const [base, head] = await github.parents(run.sha);
    return base === undefined || head === undefined ? run.sha : base;
}
/** Two stacks that differ in it alone write records of one name: which of them is whose, the record's id says. */
function ofState({ state }) {
    return state === undefined ? {} : { state: state.digest };
}
/** A merge group's plan is compared when it is made, and never read back. */
function recordIdOf({ event, identity }, fingerprint, first) {
    if (event.kind !== 'pull-request')
        return fingerprint;
    return formatRecordId({ fingerprint, pull: event.number, baseRef: event.baseRef, first, ...ofState(identity) });
}

;// CONCATENATED MODULE: ./lib/src/operation/review/accepted-plan.js




/**
 * Remembers a plan that was accepted without a reviewed record: a first deployment, or an approval by hand. If its
 * deploy stops half-way, the next one may finish it; by then the state is not empty, and the fingerprint another one.
 */
async function rememberAccepted({ context, report, compared }, { checks, log }) {
    try {
        const sentence = planSentence(report.changes);
        const about = {
            name: acceptedName(context.identity),
            headSha: context.run.sha,
            externalId: acceptedId(report.fingerprint, context.identity),
            conclusion: 'neutral',
            title: sentence,
            summary: `${sentence}. Accepted by [this run](${context.run.url}), which applies it.`,
        };
        await writeRecord({ ...compared.reviewed, base: context.run.sha }, about, checks);
    }
    catch (thrown) {
        log.warning(`The accepted plan could not be recorded: if this deploy stops half-way, the next one needs an approval. ${(0,src_errors/* asError */.zR)(thrown).message}`);
    }
}
/** The plans that deploys of these commits were allowed to apply, oldest first. A failed lookup throws. */
async function acceptedPlans(commits, identity, checks) {
    const name = acceptedName(identity);
    const ending = acceptedId('', identity);
    const lists = await Promise.all([...new Set(commits)].map(async (commit) => {
        const found = (await checks.list(commit, name)).filter(({ externalId }) => /^[0-9a-f]{64}(?:\/|$)/.test(externalId));
        const runs = found.filter(({ externalId }) => externalId.slice(64) === ending);
        return await Promise.all(runs.map(async ({ externalId, text }) => {
            const fingerprint = externalId.slice(0, 64);
            const plan = await readRecord(text, fingerprint, { headSha: commit, name }, checks);
            return { plan, fingerprint, merge: commit };
        }));
    }));
    return lists.flat().reverse();
}
/** Another stack of this name may differ in its state alone. */
function acceptedId(fingerprint, { state }) {
    return state === undefined ? fingerprint : `${fingerprint}/${state.digest}`;
}
function acceptedName(identity) {
    return `accepted plan (${stackName(identity)})`;
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/attribute-path.js
/** A path of a plan, such as `["rule", 0, "a b"]`, as a configuration would write it: `rule[0]["a b"]`. */
function formatPath(path) {
    const steps = Array.isArray(path) ? path : [path];
    return steps.reduce((written, step) => {
        if (typeof step === 'string' && /^[A-Za-z_][\w-]*$/.test(step))
            return written === '' ? step : `${written}.${step}`;
        return `${written}[${JSON.stringify(step)}]`;
    }, '');
}
/** The steps of a path as `formatPath` writes it: `rule[0]["a b"].port`. */
function parsePath(path) {
    const steps = [];
    const pattern = /\.?([A-Za-z_][\w-]*)|\[(-?\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
    for (let match = pattern.exec(path); match !== null; match = pattern.exec(path)) {
        const [, name, index, key] = match;
        if (name !== undefined)
            steps.push(name);
        else if (index !== undefined)
            steps.push(Number(index));
        else if (key !== undefined)
            steps.push(JSON.parse(key));
    }
    return steps;
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/changed-attributes.js



/**
 * The leaves that a change sets, and the paths known only after apply. A value that stays is no leaf; nor is `null`
 * where nothing was: a newer provider adds attributes without a change.
 */
function changedLeaves(before, after, unknown, digesting) {
    const unknownPaths = [];
    const to = new Map();
    const from = new Map();
    changed_attributes_collect(after, unknown, [], digesting, to, unknownPaths);
    if (before !== undefined)
        changed_attributes_collect(before, undefined, [], digesting, from, []);
    const covered = pathsUnder(unknownPaths);
    const leaves = [];
    for (const path of new Set([...to.keys(), ...from.keys()])) {
        if (covered(path))
            continue;
        const leaf = changed_attributes_changed(path, from.get(path), to.get(path), digesting);
        if (leaf !== undefined)
            leaves.push(leaf);
    }
    leaves.sort((a, b) => (a.path < b.path ? -1 : 1));
    return { leaves, unknown: unknownPaths.sort() };
}
/** Whether a path is one of these or lies below one. */
function pathsUnder(roots) {
    const exact = new Set(roots);
    if (exact.has(''))
        return () => true;
    return (path) => {
        if (exact.size === 0)
            return false;
        if (exact.has(path))
            return true;
        for (let at = 0; at < path.length; at++) {
            if ((path[at] === '.' || path[at] === '[') && exact.has(path.slice(0, at)))
                return true;
        }
        return false;
    };
}
function changed_attributes_changed(path, old, now, digesting) {
    const from = old === undefined ? undefined : digested(old, digesting);
    const to = now === undefined ? undefined : digested(now, digesting);
    const gone = now === undefined || now.value === null;
    if ((old === undefined || old.value === null) && gone)
        return undefined;
    // Without a key all sensitive values look alike: whether one changes is decided by the values themselves.
    if (from?.clear === to?.clear && old?.sensitive === now?.sensitive)
        return undefined;
    return {
        path,
        digest: digest([path, to?.text ?? 'absent']),
        ...(now !== undefined && isEmpty(now.value) ? { empty: true } : {}),
    };
}
/** Providers of the older kind cannot tell nothing from the empty value of a type. */
function isEmpty(value) {
    return ['""', '0', 'false', '[]', '{}'].includes(JSON.stringify(value));
}
function digested({ value, sensitive }, { tokenize, keyed }) {
    const kind = typeof value === 'string' ? 'text' : 'json';
    const clear = `${kind}:${tokenize(typeof value === 'string' ? value : JSON.stringify(value))}`;
    if (!sensitive)
        return { clear, text: clear };
    return { clear, text: keyed === undefined ? 'sensitive' : `sensitive:${keyed(clear)}` };
}
/** Walks a value beside its marks. Empty lists and objects are leaves: `[]` is not the same as nothing. */
function changed_attributes_collect({ value, sensitive }, unknown, path, digesting, into, unknownPaths) {
    if (unknown === true) {
        if (!digesting.ignoreUnknown(path))
            unknownPaths.push(formatted(path));
        return;
    }
    const children = new Set([...keysOf(value), ...keysOf(unknown)]);
    // A key may be as secret as what it leads to: below the mark a value is one leaf.
    if (sensitive === true && children.size > 0) {
        if (keysOf(unknown).length > 0 && holdsUnknown(unknown)) {
            if (!digesting.ignoreUnknown(path))
                unknownPaths.push(formatted(path));
            return;
        }
        if (value === undefined)
            return;
        const substituted = digesting.substitute(path, value);
        if (substituted !== undefined)
            into.set(formatted(path), { value: substituted, sensitive: true });
        return;
    }
    if (children.size > 0 && (value === undefined || value === null || typeof value === 'object')) {
        for (const key of children) {
            const side = { value: child(value, key), sensitive: child(sensitive, key) };
            changed_attributes_collect(side, child(unknown, key), [...path, key], digesting, into, unknownPaths);
        }
        return;
    }
    if (value === undefined)
        return;
    const substituted = digesting.substitute(path, value);
    if (substituted !== undefined)
        into.set(formatted(path), { value: substituted, sensitive: sensitive === true });
}
function holdsUnknown(marks) {
    if (typeof marks !== 'object' || marks === null)
        return marks === true;
    return Object.values(marks).some((mark) => holdsUnknown(mark));
}
function formatted(path) {
    return path.length === 0 ? '' : formatPath(path);
}
function keysOf(value) {
    if (Array.isArray(value))
        return value.map((_, index) => index);
    return isObject(value) ? Object.keys(value) : [];
}
function child(value, key) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    return value[key];
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/src/terraform/plan/white-space.js

/** The attributes of a change in which nothing but white space differs. Sensitive ones are left out. */
function blankAttributes(change, names) {
    const { before, after } = change;
    if (!isObject(before) || !isObject(after))
        return {};
    const found = {};
    for (const name of names) {
        if ([change.before_sensitive, change.after_sensitive, change.after_unknown].some((marks) => isMarked(marks, name)))
            continue;
        const [old, made] = [before[name], after[name]];
        if (same(old, made, (text) => text))
            continue;
        if (same(old, made, (text) => text.replace(/\r\n?/g, '\n')))
            found[name] = 'line ends';
        else if (same(old, made, (text) => text.replace(/\s+/g, '')))
            found[name] = 'white space';
    }
    return found;
}
function isMarked(marks, name) {
    return holdsTrue(isObject(marks) ? marks[name] : marks);
}
function same(a, b, plain) {
    if (typeof a === 'string' && typeof b === 'string')
        return plain(a) === plain(b);
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
        return a === b;
    const names = Object.keys(a);
    if (names.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b))
        return false;
    const [left, right] = [a, b];
    return names.every((name) => Object.hasOwn(b, name) && same(left?.[name], right?.[name], plain));
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/resource-change.js




/** One resource's change, from Terraform's words into ours. Holds no values: these may be sensitive. */
function resourceChange(raw) {
    const { change, previous_address: from, deposed, action_reason: reason } = raw;
    const action = actionOf(change);
    const importId = importIdOf(change);
    const names = comparesBothSides(action) ? changedAttributes(change) : [];
    const blank = blankAttributes(change, names);
    return {
        address: raw.address,
        module: raw.module_address ?? '',
        mode: raw.mode === 'data' ? 'data' : 'managed',
        type: raw.type,
        name: raw.name,
        provider: raw.provider_name ?? '',
        action,
        replacePaths: [...new Set((change.replace_paths ?? []).map((path) => formatPath(shownPath(path, change))))],
        changedAttributes: names,
        ...(from === undefined || from === raw.address ? {} : { previousAddress: from }),
        ...(importId === undefined ? {} : { importId }),
        ...(reason === undefined ? {} : { reason }),
        ...(deposed === undefined ? {} : { deposed }),
        ...(Object.keys(blank).length === 0 ? {} : { blank }),
    };
}
/** As far as the first sensitive mark: below one, a key is as secret as its value. */
function shownPath(path, { before_sensitive, after_sensitive }) {
    if (!Array.isArray(path))
        return path;
    let marks = [before_sensitive, after_sensitive];
    const end = path.findIndex((step) => {
        const isBelow = marks.some((one) => one === true);
        marks = marks.map((one) => markAt(one, step));
        return isBelow;
    });
    return end < 0 ? path : path.slice(0, end);
}
function markAt(marks, step) {
    if (typeof marks !== 'object' || marks === null)
        return undefined;
    const key = String(step);
    return Object.hasOwn(marks, key) ? marks[key] : undefined;
}
/** Top-level attributes whose value, sensitivity or knowledge differs between the two sides, sorted. */
function changedAttributes(change) {
    const { before, after, after_unknown: unknown } = change;
    if (!isObject(before) || !isObject(after))
        return [];
    const names = new Set([
        ...Object.keys(before),
        ...Object.keys(after),
        ...(isObject(unknown) ? Object.keys(unknown) : []),
    ]);
    return [...names]
        .filter((name) => holdsTrue(isObject(unknown) ? unknown[name] : undefined) ||
        !(0,external_node_util_.isDeepStrictEqual)(before[name] ?? null, after[name] ?? null) ||
        holdsTrue(mark(change.before_sensitive, name)) !== holdsTrue(mark(change.after_sensitive, name)))
        .sort();
}
function mark(marks, name) {
    return isObject(marks) ? marks[name] : marks;
}
function comparesBothSides(action) {
    return action === 'update' || action === 'delete-create' || action === 'create-delete' || action.includes('-forget');
}
function actionOf({ actions }) {
    const word = actions.join('-');
    switch (word) {
        case 'create':
        case 'update':
        case 'delete':
        case 'delete-create':
        case 'create-delete':
        case 'forget-create':
        case 'create-forget':
        case 'forget':
        case 'read':
            return word;
        default:
            return 'no-op';
    }
}
/** An import by identity, or by an id that is known only after apply, has no id that could be shown. */
function importIdOf({ importing }) {
    if (importing === undefined || importing === null)
        return undefined;
    if (typeof importing.id === 'string' && importing.id !== '')
        return importing.id;
    return importing.identity === undefined ? '(known after apply)' : JSON.stringify(importing.identity);
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/package-values.js


/** What AWS derives from a function's code, or from the version that publishing it makes. */
const DERIVED = new Set(['source_code_size', 'last_modified', 'version', 'qualified_arn', 'qualified_invoke_arn']);
/**
 * Which build of a package it is. Not here, since a reviewer has to see it: the bucket (`s3_bucket`) and an image
 * (`image_uri`) say whose code runs, `filename` may name any file of the runner.
 */
const BUILD = new Set(['s3_key', 's3_object_version', 'source_code_hash', 'code_sha256']);
/**
 * Whether an attribute's content is code, reviewed as code: what changes when this object gets other code of ours and
 * nothing else does. Of code that lies elsewhere nobody has reviewed anything: there each value is one.
 */
function packageAttributes(type, after, own) {
    // An alias follows the published version. `routing_config` does not: it is a decision about traffic.
    if (type === 'aws_lambda_alias')
        return (attribute) => attribute === 'function_version';
    if (type !== 'aws_lambda_function')
        return () => false;
    const ours = isObject(after) && (runsOwnPackage(after, own) || typeof after.filename === 'string');
    return (attribute) => typeof attribute === 'string' && (DERIVED.has(attribute) || (ours && BUILD.has(attribute)));
}
/** The keys of these packages, alone or in an address of their bucket; the first group is the package's name. */
function ownPackageKeys({ bucket, names }) {
    const place = `(?<![\\w.-])${escaped(bucket)}(?:\\.s3[\\w.-]*\\.amazonaws\\.com(?:\\.cn)?)?/`;
    return new RegExp(`(?:(?<![\\w./-])|(?<=${place}))(${names.map(escaped).join('|')})/[0-9a-f]{64}\\.(?:zip|jar)\\b`, 'g');
}
/** Whether this change is an update of package values and of nothing else. */
function isPackageOnly({ mode, type, change, previous_address: from, address }, own) {
    if (mode !== 'managed' || change.actions.join() !== 'update' || change.importing)
        return false;
    if (from !== undefined && from !== address)
        return false;
    const changed = changedAttributes(change);
    return changed.length > 0 && changed.every(packageAttributes(type, change.after, own));
}
function runsOwnPackage(after, own) {
    const { s3_bucket: bucket, s3_key: key } = after;
    if (own === undefined || typeof key !== 'string' || bucket !== own.bucket)
        return false;
    return key.replace(ownPackageKeys(own), '') === '';
}
function escaped(literal) {
    return literal.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/planned-changes.js







const NOTHING = sliceFrom([]);
/** The changes of a plan, those of data sources that are read during the apply and of outputs too. */
function plannedChanges(planned) {
    const { plan, slices, packages } = planned;
    const digesting = withNamedFiles(planned);
    const deferred = plan.deferred_changes.map(({ resource_change: change }) => change);
    return [
        ...plan.resource_changes.map((change) => ofResource('resource', change, slices, digesting, packages)),
        ...deferred.map((change) => ofResource('deferred', change, slices, digesting, packages)),
        ...Object.entries(plan.output_changes).map(([name, change]) => ofOutput(name, change, slices, digesting)),
        ...plan.action_invocations.map((one) => ofInvocation(one, slices, digesting)),
        ...plan.deferred_action_invocations.map((one) => ofInvocation(one.action_invocation, slices, digesting)),
    ];
}
/** A known text that names a file of the repository takes its content along. */
function withNamedFiles({ slices, digesting }) {
    return {
        ...digesting,
        tokenize(text) {
            const file = slices.ofNamedFile(text);
            return `${digesting.tokenize(text)}${file === undefined ? '' : `\0${file.digest}`}`;
        },
    };
}
/** What a record of this plan holds. */
function reviewedChanges(planned) {
    const all = plannedChanges(planned);
    return {
        keyed: planned.digesting.keyed !== undefined,
        unknown: new Map(all.filter(({ unknown }) => unknown.length > 0).map((one) => [planned_changes_addressOf(one), one.unknown])),
        changes: all
            .filter(({ stands }) => !stands)
            .map(({ head, leaves, unknown, beside, slice }) => {
            return {
                ...head,
                leaves: leaves.map(({ path, digest: value }) => ({ path, digest: value })),
                whole: wholeOf(leaves),
                filled: filledOf(leaves),
                unknown: unknown.map((path) => {
                    const found = slice(path);
                    return found === undefined ? { path } : { path, slice: found };
                }),
                beside: beside(head.action),
            };
        }),
    };
}
/** What was not known when a record was made. */
function knowledgeOf({ unknown }) {
    const under = new Map([...unknown].map(([address, paths]) => [address, pathsUnder(paths)]));
    return (address, path) => under.get(address)?.(path) === true;
}
function planned_changes_addressOf({ head }) {
    return head.kind === 'output' ? `output.${head.address}` : head.address;
}
function ofResource(kind, raw, slices, base, packages) {
    const { action, previousAddress, importId, provider } = resourceChange(raw);
    const { change, address, type } = raw;
    const digesting = withoutBuilds(packageAttributes(type, change.after, packages), base);
    const isUpdate = action === 'update';
    const set = changedLeaves(undefined, side(change, 'after'), change.after_unknown, digesting);
    const after = new Map(set.leaves.map(({ path, digest: value }) => [path, value]));
    const id = change.before === null || change.before === undefined ? undefined : idOf(change, base);
    const destroys = /delete|forget/.test(action) ? id : undefined;
    const leaves = isUpdate ? updated(change, after, digesting) : set.leaves;
    const isCodeOnly = isUpdate && leaves.length + set.unknown.length === 0;
    // Without packages of this run an update changes something, whatever cannot be seen of it.
    const changes = action !== 'no-op' && !(isCodeOnly && (packages !== undefined || changedAttributes(change).length === 0));
    return {
        head: {
            kind,
            address,
            type,
            provider,
            action: changes ? action : 'no-op',
            ...(previousAddress === undefined ? {} : { previousAddress }),
            ...(importId === undefined ? {} : { importId }),
            ...(destroys === undefined ? {} : { destroys }),
            ...(raw.deposed === undefined ? {} : { deposed: true }),
        },
        tainted: raw.action_reason === 'replace_because_tainted',
        ...(id === undefined ? {} : { id }),
        stands: !changes && previousAddress === undefined && importId === undefined,
        leaves: /create|update|read/.test(action) ? leaves : [],
        after,
        empties: emptiesIn(set.leaves),
        unknown: set.unknown,
        beside: (reviewed, unknown) => slices.beside(raw, reviewed, unknown),
        slice: (path, unknown) => slices.ofUnknown(raw, path, unknown),
    };
}
function ofOutput(name, change, slices, digesting) {
    const set = changedLeaves(undefined, side(change, 'after'), change.after_unknown, digesting);
    const changed = changedLeaves(side(change, 'before'), side(change, 'after'), change.after_unknown, digesting);
    const after = new Map(set.leaves.map(({ path, digest: value }) => [path, value]));
    const gone = change.actions.join() === 'delete';
    return {
        head: { kind: 'output', address: name, type: '', provider: '', action: gone ? 'delete' : 'set' },
        tainted: false,
        stands: change.actions.every((action) => action === 'no-op') || changed.leaves.length + changed.unknown.length === 0,
        leaves: set.leaves,
        after,
        empties: emptiesIn(set.leaves),
        unknown: set.unknown,
        beside: () => NOTHING,
        slice: (_path, unknown) => slices.ofOutput(name, unknown),
    };
}
function ofInvocation(raw, slices, digesting) {
    const trigger = raw.lifecycle_action_trigger ?? raw.invoke_action_trigger ?? {};
    const set = changedLeaves(undefined, { value: { config: raw.config_values ?? null, trigger }, sensitive: { config: raw.config_sensitive ?? false } }, { config: raw.config_unknown ?? false }, digesting);
    const { address, type, provider_name: provider = '' } = raw;
    return {
        head: { kind: 'invocation', address, type, provider, action: 'invoke' },
        tainted: false,
        stands: false,
        leaves: set.leaves.map(({ path, digest: value }) => ({ path, digest: value })),
        after: new Map(),
        empties: new Set(),
        unknown: set.unknown,
        beside: (_action, unknown) => slices.ofInvocation(raw, unknown),
        slice: () => undefined,
    };
}
/** Leaves with another value than before, and those that are taken away. */
function updated(change, after, digesting) {
    const { leaves } = changedLeaves(side(change, 'before'), side(change, 'after'), change.after_unknown, digesting);
    return leaves.map(({ path }) => ({ path, digest: after.get(path) ?? absentAt(path) }));
}
/** The digest of a leaf that is taken away. */
function absentAt(path) {
    return digest(['absent', path]);
}
function side(change, which) {
    return which === 'before'
        ? { value: change.before, sensitive: change.before_sensitive }
        : { value: change.after, sensitive: change.after_sensitive };
}
/** Package values are code, reviewed as code: which package a function runs enters, which build of it does not. */
function emptiesIn(leaves) {
    return new Set(leaves.flatMap(({ path, empty }) => (empty === true ? [path] : [])));
}
function withoutBuilds(isPackage, digesting) {
    return {
        ...digesting,
        ignoreUnknown: ([attribute]) => isPackage(attribute),
        substitute: ([attribute], value) => {
            if (!isPackage(attribute))
                return value;
            return attribute === 's3_key' && typeof value === 'string' ? digesting.tokenize(value) : undefined;
        },
    };
}
function idOf({ before, before_sensitive: marks, before_identity: identity }, digesting) {
    const { tokenize, keyed } = digesting;
    const id = isObject(before) ? (before.id ?? null) : null;
    const text = tokenize(JSON.stringify(id ?? identity ?? null));
    const isSensitive = marks === true || (isObject(marks) && marks.id === true);
    if (!isSensitive)
        return digest(['id', text]);
    return digest(['id', keyed === undefined ? 'sensitive' : keyed(text)]);
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/both-ways.js



/**
 * Compares a plan with every record that counts, both ways: each planned change is in a record, and each change of a
 * record is planned or done. For an empty plan too. What was not known at a review is looked at with that review's
 * knowledge.
 */
function disagreements(planned, counting, context) {
    const records = counting.map((record) => {
        const all = record.keyed ? planned.keyed : planned.plain;
        return {
            changes: record.changes,
            reviewedAt: groupedBy(record.changes, ({ address }) => address),
            knowledge: knowledgeOf(record),
            planned: all,
            plannedAt: groupedBy(all, ({ head }) => head.address),
            ids: new Set(all.flatMap(({ id }) => id ?? [])),
            context,
        };
    });
    const found = [];
    for (const [index, { head, stands }] of planned.keyed.entries()) {
        if (stands)
            continue;
        const views = records.flatMap((record) => {
            const change = record.planned[index];
            if (change === undefined)
                return [];
            return (record.reviewedAt.get(head.address) ?? []).map((reviewed) => ({ ...record, change, reviewed }));
        });
        const isReviewed = views.some((view) => both_ways_isSame(view) || isLeftover(view)) || isUpdatedAsReviewed(views);
        if (!isReviewed)
            found.push({ kind: 'not reviewed', address: head.address, action: head.action, planned: index });
    }
    for (const [index, record] of records.entries()) {
        for (const reviewed of record.changes) {
            if (isPlannedOrDone(record, reviewed))
                continue;
            const { address, action } = reviewed;
            found.push({ kind: 'no longer planned', address, action, record: index, reviewed });
        }
    }
    return found;
}
function isAbout({ head }, reviewed) {
    return head.kind === reviewed.kind && head.address === reviewed.address && head.deposed === reviewed.deposed;
}
/** The whole change is what was reviewed, or the rest of it. */
function both_ways_isSame(view) {
    const { change, reviewed, knowledge } = view;
    const { leaves, unknown } = change;
    if (!isAbout(change, reviewed) || !hasSameObject(view) || !hasSameAction(view))
        return false;
    if (change.beside(reviewed.action, knowledge).digest !== reviewed.beside.digest)
        return false;
    const wasUnknown = pathsUnder(reviewed.unknown.map(({ path }) => path));
    // Known when it was reviewed, and not any more.
    if (!unknown.every(wasUnknown))
        return false;
    const known = leaves.filter(({ path }) => !wasUnknown(path));
    return wholeOf(known) === reviewed.whole && hasSlices(view);
}
function hasSameAction({ change: { head, tainted }, reviewed, ids, context }) {
    if (head.action === reviewed.action && head.destroys === reviewed.destroys)
        return true;
    if (reviewed.action !== 'create' && !isReplacement(reviewed))
        return false;
    // The creation that was reviewed began and did not end: what is replaced is its own unfinished object.
    if (isReplacement(head) && tainted)
        return context.unfinishedDeploy;
    // Of a replacement the destruction is done already.
    return head.action === 'create' && reviewed.destroys !== undefined && !ids.has(reviewed.destroys);
}
/** A move or an import that is done is not planned any more. */
function hasSameObject({ change: { head }, reviewed }) {
    return (head.type === reviewed.type &&
        head.provider === reviewed.provider &&
        (head.previousAddress === undefined || head.previousAddress === reviewed.previousAddress) &&
        (head.importId === undefined || head.importId === reviewed.importId));
}
/** A replacement created first and failed to destroy: what is left to destroy is what the reviewer saw destroyed. */
function isLeftover({ change: { head }, reviewed, knowledge, plannedAt }) {
    // What runs with it is told by the block, and the block by what took its place.
    const heir = plannedAt.get(head.address)?.find((one) => one.head.deposed === undefined);
    return (head.action === 'delete' &&
        head.deposed === true &&
        isReplacement(reviewed) &&
        head.address === reviewed.address &&
        head.type === reviewed.type &&
        head.destroys !== undefined &&
        head.destroys === reviewed.destroys &&
        heir?.beside(reviewed.action, knowledge).digest === reviewed.beside.digest);
}
function isReplacement({ action }) {
    return action === 'delete-create' || action === 'create-delete';
}
function hasSlices({ change, reviewed, knowledge }) {
    return reviewed.unknown.every(({ path, slice }) => change.slice(path, knowledge)?.digest === slice?.digest);
}
/** An update is a set of leaves: each may come from another record, and what is done already is left out. */
function isUpdatedAsReviewed(views) {
    const updates = views.filter((view) => view.change.head.action === 'update' &&
        view.reviewed.action === 'update' &&
        isAbout(view.change, view.reviewed) &&
        hasSameObject(view) &&
        view.change.beside('update', view.knowledge).digest === view.reviewed.beside.digest);
    const [first] = updates;
    if (first === undefined)
        return false;
    const isCovered = (path) => updates.some(({ change, reviewed, knowledge }) => {
        const now = change.leaves.find((leaf) => leaf.path === path);
        if (now !== undefined && reviewed.leaves.some((leaf) => leaf.path === path && leaf.digest === now.digest))
            return true;
        const root = reviewed.unknown.find((one) => pathsUnder([one.path])(path));
        return root !== undefined && change.slice(root.path, knowledge)?.digest === root.slice?.digest;
    });
    return [...first.change.leaves.map(({ path }) => path), ...first.change.unknown].every(isCovered);
}
function isPlannedOrDone(record, reviewed) {
    const { knowledge, plannedAt, ids } = record;
    const { action, destroys, kind } = reviewed;
    const here = plannedAt.get(reviewed.address) ?? [];
    const change = here.find((one) => isAbout(one, reviewed));
    if (change !== undefined && !change.stands && both_ways_isSame({ ...record, change, reviewed }))
        return true;
    if (kind === 'output' && change === undefined)
        return action === 'delete';
    if (kind === 'invocation')
        return false;
    const leftover = here.some((one) => isLeftover({ ...record, change: one, reviewed }));
    if (destroys !== undefined && !leftover && ids.has(destroys))
        return false;
    if (action === 'delete' || action === 'forget')
        return true;
    // A data source that is read already is a value, and compared where it is used.
    if (action === 'read')
        return change === undefined || hasSlices({ change, reviewed, knowledge });
    if (change === undefined || change.beside(action, knowledge).digest !== reviewed.beside.digest)
        return false;
    // Moved or imported: it is there.
    if (action === 'no-op')
        return true;
    if (!hasSlices({ change, reviewed, knowledge }))
        return false;
    // In place of an update a replacement is something else, whatever it sets.
    if (action === 'update')
        return (change.stands || change.head.action === 'update') && holdsLeaves(reviewed, change);
    return change.stands && isWhole(reviewed, change);
}
/** Planned or done: the value after the apply is the recorded one. */
function holdsLeaves({ leaves }, { after, empties, unknown }) {
    const isUnknown = pathsUnder(unknown);
    return leaves.every(({ path, digest }) => {
        if (isUnknown(path))
            return false;
        // Taken away, it may stand there as an empty value.
        return (after.get(path) ?? absentAt(path)) === digest || (digest === absentAt(path) && empties.has(path));
    });
}
/** What was created is what was reviewed, no less and no more, but for what is empty: it was planned as nothing. */
function isWhole({ filled, unknown }, { after, empties }) {
    const wasUnknown = pathsUnder(unknown.map(({ path }) => path));
    const known = [...after]
        .filter(([path]) => !wasUnknown(path) && !empties.has(path))
        .map(([path, digest]) => ({ path, digest }));
    return wholeOf(known) === filled;
}
function groupedBy(all, keyOf) {
    const groups = new Map();
    for (const one of all) {
        const group = groups.get(keyOf(one));
        if (group === undefined)
            groups.set(keyOf(one), [one]);
        else
            group.push(one);
    }
    return groups;
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/difference.js



/** Explains disagreements, each address once, by the reviewed change that comes closest. */
function explained(planned, counting, found) {
    const told = new Set();
    const reviewedAt = counting.map(({ changes }) => groupedBy(changes, keyOf));
    const views = counting.map(({ keyed }) => groupedBy(keyed ? planned.keyed : planned.plain, ({ head }) => keyOf(head)));
    const differences = [];
    for (const { planned: index } of found) {
        const change = index === undefined ? undefined : planned.keyed[index];
        if (index === undefined || change === undefined)
            continue;
        told.add(keyOf(change.head));
        const { kind, address, action } = change.head;
        const [closest] = candidates(index, planned, counting, reviewedAt).sort((a, b) => Number(b.reviewedAction === action) - Number(a.reviewedAction === action) || sizeOf(a) - sizeOf(b));
        differences.push(closest ?? { kind, address, action, how: 'not in the reviewed plan', attributes: [], parts: [] });
    }
    for (const { record, reviewed } of found) {
        if (record === undefined || reviewed === undefined || told.has(keyOf(reviewed)))
            continue;
        const reviews = counting[record];
        if (reviews === undefined)
            continue;
        const [change] = views[record]?.get(keyOf(reviewed)) ?? [];
        differences.push({
            kind: reviewed.kind,
            address: reviewed.address,
            action: reviewed.action,
            how: 'no longer planned',
            record,
            ...(change === undefined ? { attributes: [], parts: [] } : details(change, reviewed, reviews)),
        });
    }
    return differences;
}
function candidates(index, planned, counting, reviewedAt) {
    return counting.flatMap((reviews, record) => {
        const change = (reviews.keyed ? planned.keyed : planned.plain)[index];
        if (change === undefined)
            return [];
        const { kind, address, action } = change.head;
        return (reviewedAt[record]?.get(keyOf(change.head)) ?? []).map((reviewed) => {
            const reviewedAction = reviewed.action;
            return { kind, address, action, how: 'differs', reviewedAction, record, ...details(change, reviewed, reviews) };
        });
    });
}
function details(change, reviewed, reviews) {
    const knowledge = knowledgeOf(reviews);
    const slices = [
        [reviewed.beside, change.beside(reviewed.action, knowledge)],
        ...reviewed.unknown.map(({ path, slice }) => [slice, change.slice(path, knowledge)]),
    ];
    const parts = new Map(slices.flatMap(([was, is]) => partsBetween(was, is)).map((part) => [part.name, part]));
    return { attributes: attributesBetween(change, reviewed), parts: [...parts.values()] };
}
function attributesBetween(change, reviewed) {
    const wasUnknown = pathsUnder(reviewed.unknown.map(({ path }) => path));
    const unknown = change.unknown
        .filter((path) => !wasUnknown(path))
        .map((path) => ({ path, how: 'no longer known before apply' }));
    if (reviewed.leaves.length === 0)
        return unknown;
    const isUnknown = pathsUnder(change.unknown);
    const isUpdate = reviewed.action === 'update';
    const now = new Map(change.stands || !isUpdate ? change.after : change.leaves.map(({ path, digest }) => [path, digest]));
    const before = new Map(reviewed.leaves.map(({ path, digest }) => [path, digest]));
    const changed = [...now].flatMap(([path, digest]) => {
        const old = before.get(path);
        if (wasUnknown(path))
            return [];
        // Of an update that is done, or not planned, everything else stays as it is.
        if (old === undefined)
            return change.stands && isUpdate ? [] : [{ path, how: 'not in the reviewed plan' }];
        return digest.startsWith(old) ? [] : [{ path, how: 'another value' }];
    });
    const gone = [...before.keys()]
        .filter((path) => !now.has(path) && !isUnknown(path))
        .map((path) => ({ path, how: 'no longer planned' }));
    return [...changed, ...gone, ...unknown];
}
function partsBetween(was, is) {
    if (was?.digest === is?.digest)
        return [];
    const keys = (slice) => new Set(slice?.parts.map(difference_contentOf));
    const [old, now] = [keys(was), keys(is)];
    const added = (is?.parts ?? []).filter((part) => !old.has(difference_contentOf(part)));
    const removed = (was?.parts ?? []).filter((part) => !now.has(difference_contentOf(part)));
    const names = (parts) => new Set(parts.map(({ name }) => name));
    const [isAdded, isRemoved] = [names(added), names(removed)];
    return [
        ...added.map((part) => partDifference(part, isRemoved.has(part.name) ? 'changed' : 'new')),
        ...removed.filter(({ name }) => !isAdded.has(name)).map((part) => partDifference(part, 'gone')),
    ];
}
function partDifference({ name, file, line }, how) {
    return { name, how, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}
function difference_contentOf({ kind, name, digest }) {
    return `${kind} ${name} ${digest}`;
}
function keyOf({ kind, address, deposed }) {
    return `${kind} ${address} ${deposed === true ? 'deposed' : ''}`;
}
function sizeOf({ attributes, parts }) {
    return attributes.length + parts.length;
}

;// CONCATENATED MODULE: ./lib/src/operation/review/read-record.js



/**
 * Which of a pull request's records counts. Approved is the newest plan of the commit that somebody else than the
 * author approved, if it was complete by then: what was planned later, or of a commit that was pushed later, the
 * approver has not seen. An approval of the head goes before those of older commits, a later one before an earlier.
 * Without such a plan it is the newest that was complete at the merge, and counts as not approved: of a commit that was
 * approved before its plan was there, or of the head where nothing was approved. `undefined`: none.
 */
async function reviewedRecord(pull, identity, { github }) {
    const name = checkRunName(identity);
    const approvals = approvalsThatCount(await github.approvals(pull.number), pull);
    const commits = [...new Set([pull.headSha, ...approvals.map(({ commit }) => commit)])];
    const found = await Promise.all(commits.map(async (commit) => [commit, recordedPlans(await github.list(commit, name), commit, { ...pull, ...ofState(identity) })]));
    const ofCommit = new Map(found);
    const complete = (commit, at) => ofCommit.get(commit)?.find(({ completedAt }) => isBefore(completedAt, at));
    for (const { commit, at, by } of approvals) {
        const approved = complete(commit, at);
        if (approved !== undefined)
            return { ...(await reviewed(approved)), approvedBy: by };
    }
    const merged = approvals.length === 0 ? [pull.headSha] : approvals.map(({ commit }) => commit);
    for (const commit of merged) {
        const unapproved = complete(commit, pull.mergedAt);
        if (unapproved !== undefined)
            return await reviewed(unapproved);
    }
    return undefined;
    async function reviewed({ id, fingerprint, first, completedAt, text, commit, }) {
        const plan = await readRecord(text, fingerprint, { headSha: commit, name }, github);
        const others = [...ofCommit.values()].flat().filter((other) => other.id !== id);
        return {
            pull,
            plan,
            fingerprint,
            ...(pull.mergeCommitSha === undefined ? {} : { merge: pull.mergeCommitSha }),
            completedAt,
            first,
            others: others.sort(newestFirst),
        };
    }
}
/** Those of this pull request against this base, that do not say that the plan failed; newest first. */
function recordedPlans(runs, commit, { number, baseRef, state }) {
    return runs
        .flatMap(({ id, externalId, conclusion, completedAt, text }) => {
        const named = parseRecordId(externalId, { pull: number, baseRef, ...(state === undefined ? {} : { state }) });
        return named === undefined || conclusion === 'failure' ? [] : [{ ...named, id, completedAt, commit, text }];
    })
        .sort(newestFirst);
}
function approvalsThatCount(approvals, pull) {
    const ofHead = ({ commit }) => Number(commit === pull.headSha);
    return approvals
        .filter(({ by, at }) => by !== pull.author && isBefore(at, pull.mergedAt))
        .sort((a, b) => ofHead(b) - ofHead(a) || Date.parse(b.at) - Date.parse(a.at));
}
function newestFirst(a, b) {
    return Date.parse(b.completedAt) - Date.parse(a.completedAt) || b.id - a.id;
}
/** GitHub's times have whole seconds: in the same second counts as before. */
function isBefore(time, limit) {
    return Date.parse(time) <= Date.parse(limit);
}

;// CONCATENATED MODULE: ./lib/src/operation/review/collect-records.js

/** The union over pull requests: merges whose deploys never ran are part of what the next deploy carries. */
async function reviewedSet(pulls, identity, ports) {
    const records = [];
    const withoutRecord = [];
    for (const pull of new Map(pulls.map((each) => [each.number, each])).values()) {
        const record = await reviewedRecord(pull, identity, ports);
        if (record === undefined)
            withoutRecord.push(pull.number);
        else
            records.push(record);
    }
    return { records, withoutRecord };
}

;// CONCATENATED MODULE: ./lib/src/operation/review/counting-records.js
/**
 * The records that count. One whose planned commit holds another's merge supersedes that one whole: whoever reviewed
 * it saw everything that was left of it. Of two of one commit the later one counts.
 * @param records in the order of their merges
 */
async function countingRecords(records, github) {
    const superseded = new Set();
    for (const newer of [...records].reverse()) {
        const { plan } = newer;
        // What has superseded this one knows everything that this one knew.
        if (superseded.has(newer) || typeof plan === 'string')
            continue;
        const others = records.filter((one) => one !== newer && !superseded.has(one));
        for (const older of others) {
            const { merge } = older;
            if (merge === undefined)
                continue;
            const isSameCommit = merge === plan.base && merge === newer.merge;
            if (isSameCommit ? records.indexOf(older) < records.indexOf(newer) : await github.isAncestor(merge, plan.base)) {
                superseded.add(older);
            }
        }
    }
    return records.filter((record) => !superseded.has(record));
}

;// CONCATENATED MODULE: ./lib/src/operation/review/refusal.js

const LISTED = 10;
const refusal_SHOWN = 6;
/** The plan is not what was reviewed: nothing is applied. Reports show its differences as a list. */
class ReviewRefusal extends src_errors/* ActionError */.lZ {
    differences;
    counting;
    likelyCause;
    fingerprint;
    constructor(refusal) {
        const { differences, counting = [], cause, fingerprint } = refusal;
        const listed = differences.slice(0, LISTED).map((difference) => differenceSentence(difference, counting));
        if (differences.length > LISTED)
            listed.push(`and ${differences.length - LISTED} more`);
        super({
            what: refusal.what,
            found: refusal.found ?? listed.join('; '),
            expected: refusal.expected,
            wayOut: `${cause === undefined ? '' : `Likely cause: ${cause}. `}` +
                'Nothing was applied. Either open a pull request, whose plan shows everything that is not deployed yet and whose ' +
                'review takes the place of the earlier ones, or read the plan of this run and start the workflow manually with ' +
                `"approved-fingerprint" ${fingerprint}`,
        });
        this.differences = differences;
        this.counting = counting;
        this.likelyCause = cause;
        this.fingerprint = fingerprint;
    }
}
/** `aws_s3_bucket.site (update: acl has another value)`. */
function differenceSentence(difference, counting) {
    const { kind, address } = difference;
    return `${kind === 'resource' ? address : `${kind} ${address}`} (${differenceWords(difference, counting)})`;
}
/** Everything of a difference but its address. */
function differenceWords({ action, how, reviewedAction, attributes, parts, record }, counting) {
    if (how === 'not in the reviewed plan')
        return `${action}, not in the reviewed plan`;
    const reviewedOn = record === undefined ? undefined : counting[record];
    const listed = [
        ...(how === 'no longer planned' ? [`${recordedBy(reviewedOn)} and no longer planned`] : []),
        ...(reviewedAction === undefined || reviewedAction === action ? [] : [`reviewed was ${reviewedAction}`]),
        ...attributes.map(({ path, how: differs }) => `${path === '' ? 'its value' : path}: ${differs}`),
        ...parts.map(partWords),
    ];
    const more = listed.length > refusal_SHOWN ? [`${listed.length - refusal_SHOWN} more`] : [];
    return [action, [...listed.slice(0, refusal_SHOWN), ...more].join(', ')].filter((words) => words !== '').join('; ');
}
/** `local.principal: changed (infra/locals.tf:3)`. */
function partWords({ name, how, file, line }) {
    const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
    return `${name}: ${how}${place}`;
}
function recordedBy(record) {
    if (record === undefined)
        return 'reviewed';
    return record.pull === undefined ? `accepted by ${recordName(record)}` : `reviewed on ${recordName(record)}`;
}
/** `#1`, or the deploy that was allowed to apply it without a review. */
function recordName(record) {
    if (record.pull !== undefined)
        return `#${record.pull.number}`;
    return `the deploy of ${record.merge ?? 'a commit'}`;
}
/** `pull request #1`, `pull requests #1, #2`. */
function pullNames(records) {
    const numbers = records.map(({ pull }) => `#${pull.number}`);
    return `${numbers.length === 1 ? 'pull request' : 'pull requests'} ${numbers.join(', ')}`;
}

;// CONCATENATED MODULE: ./lib/src/operation/review/likely-cause.js


const likely_cause_NAMED = 3;
/**
 * Why a plan differs from what was reviewed, as a phrase, from the strongest evidence to the weakest. A guess for a
 * person, never part of a decision.
 */
async function likelyCause(refused, github) {
    return (replanned(refused) ??
        noRecord(refused) ??
        drifted(refused) ??
        likely_cause_volatile(refused) ??
        (await mergedMeanwhile(refused, github)) ??
        filesChanged(refused));
}
/** A later plan of the same pull request says what this one says: it came after the approval. */
function replanned({ reviewed, request: { report } }) {
    for (const { pull, others, completedAt, approvedBy } of reviewed) {
        const later = others.find((other) => other.fingerprint === report.fingerprint && Date.parse(other.completedAt) > Date.parse(completedAt));
        if (later === undefined)
            continue;
        const after = approvedBy === undefined ? 'after the merge' : `after ${approvedBy} had approved`;
        return `#${pull.number} was planned again ${after}, and only that later plan says the same`;
    }
    return undefined;
}
function noRecord({ directPush, reviewed, withoutRecord }) {
    const missing = withoutRecord.map((number) => `#${number}`).join(', ');
    if (missing !== '') {
        return `${missing} has no record of a plan that ended before the merge: pull requests of forks and of Dependabot are planned only after it, another base branch needs another plan, and a commit that was pushed after the approval another approval`;
    }
    if (!directPush)
        return undefined;
    return `${reviewed.length === 0 ? 'the' : 'a'} commit was pushed directly, without a pull request`;
}
function drifted({ request: { report }, differences }) {
    const addresses = new Set(differences.map(({ address }) => address));
    const drift = report.changes.drift.map(({ address }) => address).filter((address) => addresses.has(address));
    if (drift.length === 0)
        return undefined;
    return `${drift.slice(0, likely_cause_NAMED).join(', ')} changed outside Terraform`;
}
/** The same commit, planned twice, gave two values: it is the value that is different each time. */
function likely_cause_volatile({ reviewed, differences }) {
    for (const { plan, others } of reviewed) {
        if (typeof plan === 'string')
            continue;
        for (const other of others) {
            const again = readable(other);
            for (const { address, attributes } of differences) {
                const attribute = attributes.find(({ path, how }) => how === 'another value' && again !== undefined && leaf(plan, address, path) !== leaf(again, address, path));
                if (attribute === undefined)
                    continue;
                const path = attribute.path === '' ? '' : ` (${attribute.path})`;
                return `${address} has a value that differs in every plan${path}. If a variable gives it, name that in "volatile-variables"`;
            }
        }
    }
    return undefined;
}
/** Merged after what was reviewed was planned, and not known to it. */
async function mergedMeanwhile({ counting, merged, differences }, github) {
    for (const { record } of differences) {
        const concerned = record === undefined ? undefined : counting[record];
        if (concerned === undefined || typeof concerned.plan === 'string')
            continue;
        const { base } = concerned.plan;
        const unknown = [];
        for (const { number, mergeCommitSha } of merged) {
            if (mergeCommitSha === concerned.merge)
                continue;
            if (!(await github.isAncestor(mergeCommitSha, base)))
                unknown.push(number);
        }
        if (unknown.length === 0)
            continue;
        const names = unknown.slice(0, likely_cause_NAMED).map((number) => `#${number}`);
        return `${recordName(concerned)} was planned without ${names.join(', ')}, merged since${changedFiles(differences)}`;
    }
    return undefined;
}
/** Sources that are not what they were when it was planned. */
function filesChanged({ counting, differences, request: { compared } }) {
    for (const { record } of differences) {
        const concerned = record === undefined ? undefined : counting[record];
        if (concerned === undefined || typeof concerned.plan === 'string' || concerned.plan.files === undefined)
            continue;
        const before = new Map(concerned.plan.files.map(({ path, digest }) => [path, digest]));
        const changed = (compared.reviewed.files ?? []).filter(({ path, digest }) => before.get(path) !== digest);
        if (changed.length === 0)
            continue;
        const names = changed.slice(0, likely_cause_NAMED).map(({ path }) => path);
        return `${names.join(', ')} changed after ${recordName(concerned)} was planned`;
    }
    return undefined;
}
/** The places of what differs, once. */
function changedFiles(differences) {
    const files = new Set(differences.flatMap(({ parts }) => parts.flatMap(({ file }) => file ?? [])));
    return files.size === 0 ? '' : `: see ${[...files].slice(0, likely_cause_NAMED).join(', ')}`;
}
function leaf({ changes }, address, path) {
    const change = changes.find((other) => other.address === address);
    return change?.leaves.find((other) => other.path === path)?.digest;
}
function readable({ text, fingerprint }) {
    try {
        return decodeReviewed([text], fingerprint);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/review/record-refusal.js


const SETTINGS = {
    workspace: 'workspace',
    state: 'place of the state ("backend-config", or the backend block)',
    account: 'AWS account',
    region: 'AWS region',
};
/** Throws where a record that counts says too little, or is of another place than the one that is deployed to. */
function requireComparable(records, { report, compared }) {
    const { place: here } = compared.reviewed;
    const wayOut = 'Nothing was applied. Open a pull request: its plan shows everything that is not deployed yet, and its record takes ' +
        `the place of this one. Or read the plan of this run and start the workflow manually with "approved-fingerprint" ${report.fingerprint}`;
    for (const record of records) {
        const { plan } = record;
        if (plan === 'first version') {
            throw new src_errors/* ActionError */.lZ({
                what: 'A plan was recorded by an earlier version of this action, whose records are no longer enough',
                found: recordName(record),
                wayOut,
            });
        }
        if (plan === 'no room') {
            throw new src_errors/* ActionError */.lZ({
                what: 'A plan had more changes than can be recorded',
                found: recordName(record),
                wayOut,
            });
        }
        for (const [name, title] of Object.entries(SETTINGS)) {
            const [there, now] = [plan.place[name], here[name]];
            if (there === undefined || now === undefined || there === now)
                continue;
            throw new src_errors/* ActionError */.lZ({
                what: `The plan was reviewed for another ${title}`,
                ...(name === 'state' ? {} : { found: now, expected: `${there}, as on ${recordName(record)}` }),
                wayOut: `${wayOut}. Where it is a mistake, give the plan and the deploy the same inputs`,
            });
        }
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/review/compare-with-records.js









/**
 * Compares a plan both ways with what was reviewed on the pull requests that it carries, and with what an unfinished
 * deploy was allowed to apply. Throws `ReviewRefusal` when they differ, and whatever lookup failed.
 * @param own what was reviewed on `carried.own`
 */
async function compared(request, { github, log }, carried, own) {
    const { context, report, compared: now } = request;
    const { identity } = context;
    const task = deployTask(identity);
    const inQueue = context.event.kind === 'merge-group';
    const unfinished = await github.unfinished(task, identity.stage);
    const last = await github.lastSuccessful(task, identity.stage);
    const isOwn = new Set(carried.own.map(({ number }) => number));
    const merged = (await carried.mergedSince(last?.sha)).filter(({ number }) => !isOwn.has(number));
    const others = await reviewedSet(merged, identity, { github });
    const accepted = await acceptedPlans(unfinished, identity, github);
    const withoutRecord = [...own.withoutRecord, ...others.withoutRecord];
    const counting = await countingRecords([...others.records, ...own.records, ...accepted], github);
    const reviewed = counting.filter(isOfPull);
    requireComparable(counting, request);
    const plans = plansOf(counting);
    // A deploy of this very commit ended well: it has found nothing missing, and what it did is not planned any more.
    const isDeployed = !inQueue && last?.sha === context.run.sha;
    const found = disagreements(now.planned, plans, { unfinishedDeploy: unfinished.length > 0 }).filter(({ kind }) => !isDeployed || kind !== 'no longer planned');
    if (found.length === 0) {
        return reviewedAs(request, {
            counting,
            reviewed,
            isEqual: counting.length === 1 && hasFingerprint(reviewed, report),
        });
    }
    const differences = explained(now.planned, plans, found);
    for (const difference of differences)
        log.info(`Not as reviewed: ${differenceSentence(difference, counting)}`);
    const cause = await likelyCause({ request, directPush: carried.own.length === 0, reviewed, withoutRecord, merged, counting, differences }, github);
    const nobody = reviewed.length === 0;
    throw new ReviewRefusal({
        what: inQueue
            ? `Merged in this order, the plan is not the one that was reviewed${nobody ? '' : ` on ${pullNames(reviewed)}`}`
            : nobody
                ? 'Nobody reviewed this plan'
                : `The plan is not the one that was reviewed on ${pullNames(reviewed)}`,
        expected: nobody && !inQueue
            ? 'a plan that was recorded on a merged pull request'
            : 'what the reviewers saw, all of it and nothing else',
        ...(cause === undefined ? {} : { cause }),
        differences,
        counting,
        fingerprint: report.fingerprint,
    });
}
/** Whether a plan is one of these records, or the rest of it, after a deploy that did not end. */
function agrees(planned, plans) {
    if (plans.some((plan) => typeof plan === 'string'))
        return false;
    return disagreements(planned, plansOf(plans.map((plan) => ({ plan }))), { unfinishedDeploy: true }).length === 0;
}
function plansOf(records) {
    return records.flatMap(({ plan }) => (typeof plan === 'string' ? [] : [plan]));
}
function isOfPull(record) {
    return record.pull !== undefined;
}
function hasFingerprint(records, { fingerprint }) {
    return records.some((record) => record.fingerprint === fingerprint);
}
function reviewedAs({ context, report, compared: { planned } }, { counting, reviewed, isEqual, }) {
    if (planned.keyed.every(({ stands }) => stands)) {
        const what = report.changes.class === 'none' ? 'no changes' : 'only packages change, and code is reviewed as code';
        const done = reviewed.some(({ plan }) => typeof plan !== 'string' && plan.changes.length > 0);
        const rest = done ? `, and what was recorded on ${pullNames(reviewed)} is done` : '';
        return { verdict: 'nothing-to-review', sentence: `Nothing to review: ${what}${rest}` };
    }
    if (reviewed.length === 0) {
        return { verdict: 'same', sentence: 'The rest of a plan that was accepted, and whose deploy did not end' };
    }
    const unapproved = reviewed.filter(({ approvedBy }) => approvedBy === undefined).map(({ pull }) => `#${pull.number}`);
    const approvers = [...new Set(reviewed.flatMap(({ approvedBy }) => approvedBy ?? []))];
    const how = isEqual ? 'The plan is the one' : 'Every change of the plan is one';
    const withAccepted = counting.length > reviewed.length;
    const where = `${pullNames(reviewed)}${withAccepted ? ' or accepted by a deploy that did not end' : ''}`;
    const by = approvers.length === 0 ? '' : `, approved by ${approvers.join(' and ')}`;
    const without = context.event.kind === 'merge-group' ? 'without an approval of it' : 'merged without review';
    const rest = unapproved.length === 0 ? '' : `; ${unapproved.join(', ')} ${without}`;
    return { verdict: 'same', sentence: `${how} that was recorded on ${where}${by}${rest}` };
}

;// CONCATENATED MODULE: ./lib/src/operation/review/approved-by-hand.js





/**
 * A plan that a person read and named by its fingerprint. It counts of somebody who had no part in what is applied, or
 * by `apply-policy: self-approved`. Throws, and whatever lookup failed.
 */
async function approvedByHand(approved, { context, report, compared: { reviewed, planned } }, { github }, accept, carried) {
    if (approved === report.fingerprint) {
        const by = await approver(context, github, carried);
        await accept();
        return { verdict: 'approved-by-hand', sentence: `Approved ${by}: fingerprint ${approved}` };
    }
    const unfinished = await github.unfinished(deployTask(context.identity), context.identity.stage);
    const accepted = await acceptedPlans(unfinished, context.identity, github);
    const last = accepted.filter(({ fingerprint }) => fingerprint === approved).at(-1);
    if (last !== undefined && agrees(planned, [last.plan])) {
        return {
            verdict: 'approved-by-hand',
            sentence: `The rest of the plan that was approved by hand: fingerprint ${approved}`,
        };
    }
    const count = reviewed.changes.length;
    throw new ReviewRefusal({
        what: 'The plan is not the one that was approved by hand',
        found: `fingerprint ${report.fingerprint}, with ${count} ${count === 1 ? 'change' : 'changes'}`,
        expected: `fingerprint ${approved}`,
        cause: 'something changed after the approved plan was made',
        differences: [],
        fingerprint: report.fingerprint,
    });
}
/**
 * Who approved the fingerprint, as the report says it: who started this run, and who started it again, since either
 * chose what it does. Throws where one of them wrote, or pushed to, a pull request that is applied with it.
 */
async function approver({ event, run, identity, config }, github, carried) {
    const people = [...new Set([run.actor, run.triggeringActor].filter((login) => login !== ''))];
    const { own, mergedSince } = await carried();
    const last = await github.lastSuccessful(deployTask(identity), identity.stage);
    // What is deployed already is not applied by this run; what is in the queue is not merged yet.
    const queued = event.kind === 'merge-group' ? own : [];
    const pulls = new Map([...queued, ...(await mergedSince(last?.sha))].map((pull) => [pull.number, pull]));
    const parts = [];
    for (const { number, author } of pulls.values()) {
        for (const login of people) {
            // A fork's record of pushes may be out of reach; then its author is who is known.
            if (login.toLowerCase() === author.toLowerCase())
                parts.push(`${login} wrote #${number}`);
            else if ((await github.pushed(number, login)) === 'yes')
                parts.push(`${login} pushed to #${number}`);
        }
    }
    if (parts.length === 0)
        return `manually by ${people.join(' and ')}`;
    if (config.applyPolicy === 'self-approved') {
        return `manually, without a second person ("apply-policy" is self-approved; ${parts.join(', ')})`;
    }
    throw new src_errors/* ActionError */.lZ({
        what: 'The fingerprint was approved by somebody who made the change',
        found: parts.join(', '),
        expected: 'a run that was started by somebody else, and started again by nobody who had a part in it',
        wayOut: 'Nothing was applied. Ask somebody else with write access to read the plan and to start the workflow with this ' +
            '"approved-fingerprint". A team of one sets "apply-policy: self-approved"',
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/review/first-deployment.js
/** State empty, and nothing but creations: no import, no action, no change that is left for later. */
async function isFirstDeployment({ changes }, stack) {
    const onlyCreates = changes.resources.every(({ action, mode, importId, previousAddress }) => (mode === 'data' || action === 'create') && importId === undefined && previousAddress === undefined);
    if (!onlyCreates || changes.invocations.length + changes.deferred.length > 0)
        return false;
    const existing = await stack.resources();
    return existing.every(isDataSource);
}
/** `data.aws_region.here`, or the same inside modules, whose keys may hold any character. */
function isDataSource(address) {
    return /^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*data\./.test(address);
}

;// CONCATENATED MODULE: ./lib/src/operation/review/check-review.js





/** Decides whether this plan may be applied after its merge. Throws as `reviewOf` does. */
async function checkReview(request, ports) {
    const { run, repository } = request.context;
    const { github } = ports;
    const branch = repository.defaultBranch;
    const accept = () => rememberAccepted(request, { checks: github, log: ports.log });
    return await reviewOf(request, ports, accept, async () => {
        const pull = await github.mergedAs(run.sha, branch);
        return {
            own: pull === undefined ? [] : [pull],
            mergedSince: (deployed) => github.mergedSince(deployed, run.sha, branch),
        };
    });
}
/** The pull request of this commit first, then those that were merged since this commit was deployed. */
async function carriedPulls({ run, repository }, github, deployed) {
    const own = await github.mergedAs(run.sha, repository.defaultBranch);
    const merged = await github.mergedSince(deployed, run.sha, repository.defaultBranch);
    const others = merged.filter(({ number }) => number !== own?.number);
    return own === undefined ? others : [own, ...others];
}
/**
 * Decides whether a plan may be applied: because somebody reviewed it, nothing of what was reviewed is missing in it, or
 * because nothing exists that it could harm. For an empty plan too: what it leaves out may have been reviewed. Throws
 * `ReviewRefusal` otherwise, and whatever lookup failed: what cannot be looked up is not taken for reviewed.
 * @param accept remembers a plan that is accepted without a record
 */
async function reviewOf(request, ports, accept, carried) {
    const { context, report } = request;
    const { applyPolicy, approvedFingerprint, stage } = context.config;
    if (applyPolicy === 'always') {
        return { verdict: 'not-asked', sentence: 'Not compared with a review: "apply-policy" is always' };
    }
    if (approvedFingerprint !== undefined) {
        return await approvedByHand(approvedFingerprint, request, ports, accept, carried);
    }
    const pulls = await carried();
    const own = await reviewedSet(pulls.own, context.identity, ports);
    // Planned as a first deployment, it has to be that plan; a stage that was destroyed has older records of its own.
    const isFirst = report.changes.class !== 'none' &&
        !own.records.some(({ first }) => first) &&
        (await isFirstDeployment(report, ports.stack));
    if (!isFirst)
        return await compared(request, ports, pulls, own);
    await accept();
    return {
        verdict: 'first-deployment',
        sentence: `The first deployment of ${stage}: its state is empty and the plan only creates, so nothing that exists can be harmed`,
    };
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/change-set.js
/** Whether an object is destroyed, or another one takes its place: the reviewer reads these first. */
function isReplacedOrDeleted({ mode, action }) {
    return mode === 'managed' && (action === 'delete' || change_set_isReplacement(action));
}
function change_set_isReplacement(action) {
    return destroysAndCreates(action) || action === 'forget-create' || action === 'create-forget';
}
function destroysAndCreates(action) {
    return action === 'delete-create' || action === 'create-delete';
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/protected-changes.js

/**
 * Deletions and replacements that a pattern protects. A pattern is an address or a type, whole, in which `*` stands
 * for any characters: `aws_db_instance`, `module.data.*`, `aws_s3_bucket.site["eu"]`. What a plan moves and replaces has
 * two addresses, and either protects it.
 */
function protectedChanges(changes, patterns) {
    const expressions = patterns.map((pattern) => new RegExp(`^${pattern.split('*').map(protected_changes_escaped).join('.*')}$`, 's'));
    return changes.resources.filter(isReplacedOrDeleted).filter((change) => {
        const names = namesOf(change);
        return expressions.some((expression) => names.some((name) => expression.test(name)));
    });
}
function namesOf({ address, type, previousAddress }) {
    if (previousAddress === undefined)
        return [address, type];
    const [previousType = ''] = previousAddress.replace(/^(?:module\.[^.[]+(?:\[(?:"[^"]*"|\d+)\])?\.)*/, '').split('.');
    return [address, type, previousAddress, previousType];
}
function protected_changes_escaped(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

;// CONCATENATED MODULE: ./lib/src/operation/review/protection.js




const ALLOW_DESTROY = 'allow-destroy';
/**
 * Stops what would destroy or replace what `protect` names, unless each of it was planned on a carried pull request that
 * has the label `allow-destroy`, set after it was planned and before its merge, by somebody with write access who neither
 * wrote nor pushed to it. Throws.
 * @returns who allowed it; `undefined` when nothing is endangered
 */
async function checkProtection({ context, report, patterns, carried }, { github }) {
    const { identity, config } = context;
    const endangered = protectedChanges(report.changes, patterns);
    if (endangered.length === 0)
        return undefined;
    const last = await github.lastSuccessful(deployTask(identity), identity.stage);
    const allowed = [];
    const reasons = [];
    let kept = endangered;
    for (const pull of await carried(last?.sha)) {
        const label = await judged(pull, github);
        if ('because' in label) {
            reasons.push(`#${pull.number} ${label.because}`);
            continue;
        }
        // Where nothing is compared with a review, there may be no record of it.
        const asked = config.applyPolicy === 'always';
        const record = asked ? undefined : await reviewedRecord(pull, identity, { github });
        // Who set the label agreed to what they could see then, and not to what was pushed later.
        if (record !== undefined && Date.parse(record.completedAt) > Date.parse(label.at)) {
            reasons.push(`#${pull.number} was labelled before this was planned`);
            continue;
        }
        const plan = record?.plan;
        const left = asked
            ? []
            : kept.filter((change) => plan === undefined || typeof plan === 'string' || !destroys(plan, change));
        if (left.length < kept.length)
            allowed.push(`#${pull.number} has the label ${ALLOW_DESTROY}, set by ${label.allowedBy}`);
        else
            reasons.push(`#${pull.number} has the label, but did not plan this`);
        kept = left;
    }
    if (kept.length === 0)
        return allowed.join('; ');
    const listed = kept.slice(0, 10).map(({ address, action }) => `${address} (${action})`);
    if (kept.length > listed.length)
        listed.push(`${kept.length - listed.length} more`);
    throw new src_errors/* ActionError */.lZ({
        what: 'The plan destroys what "protect" protects',
        found: `${listed.join(', ')}; ${reasons.length === 0 ? 'no pull request' : reasons.join(', ')}`,
        expected: `a merged pull request that planned it and has the label ${ALLOW_DESTROY}, set after this was planned and before the merge, by somebody with write access who neither wrote nor pushed to it`,
        wayOut: 'Nothing was applied. To destroy it, merge a pull request whose plan shows it, and have it labelled once it is planned',
    });
}
/** Whether the reviewers saw that this object is destroyed, or replaced. */
function destroys({ changes }, change) {
    // A replacement that was created first and stopped half-way leaves its destruction: the comparison asks of which object.
    const isLeftover = change.action === 'delete' && change.deposed !== undefined;
    return changes.some(({ kind, address, action }) => kind === 'resource' &&
        address === change.address &&
        (sorted(action) === sorted(change.action) || (isLeftover && action === 'create-delete')));
}
/** In which order something is replaced does not matter here. */
function sorted(action) {
    return action.split('-').sort().join('-');
}
async function judged(pull, github) {
    const label = await github.labelled(pull.number, ALLOW_DESTROY, pull.mergedAt);
    if (label === undefined)
        return { because: `did not have the label ${ALLOW_DESTROY} when it was merged` };
    if (label.by === pull.author)
        return { because: `was labelled by its author, ${label.by}` };
    if (!(await github.mayWrite(label.by)))
        return { because: `was labelled by ${label.by}, who has no write access` };
    if ((await github.pushed(pull.number, label.by)) === 'yes') {
        return { because: `was labelled by ${label.by}, who pushed to it` };
    }
    return { allowedBy: label.by, at: label.at };
}

;// CONCATENATED MODULE: ./lib/src/operation/run/beside.js
/**
 * Does `work` while `other` goes on, and ends when both have ended, so that nothing goes on behind an error. What `other`
 * throws is thrown where it is awaited next.
 */
async function beside(other, work) {
    const ended = other?.then(() => { }, () => { });
    try {
        return await work();
    }
    finally {
        await ended;
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/run/steps.js
/** Every step that a run can have. Each operation says which of them it takes, and in which order. */
const STEPS = {
    signIn: { id: 'sign-in', title: 'Sign in to AWS' },
    offline: { id: 'offline', title: 'Check the infrastructure without credentials' },
    packages: { id: 'packages', title: 'Package the functions' },
    init: { id: 'init', title: 'Initialise Terraform' },
    plan: { id: 'plan', title: 'Plan the infrastructure' },
    start: { id: 'start', title: 'Check that the functions can start' },
    review: { id: 'review', title: 'Compare with what was reviewed' },
    record: { id: 'record', title: 'Record what reviewers see' },
    apply: { id: 'apply', title: 'Apply the infrastructure', effect: 'infrastructure' },
    functions: { id: 'functions', title: 'Check the functions' },
    versions: { id: 'versions', title: 'Delete old versions of the functions' },
    outputs: { id: 'outputs', title: 'Read the stack outputs' },
    compareSite: { id: 'compare-site', title: 'Compare the site' },
    asset: { id: 'asset', title: 'Upload assets', effect: 'site' },
    other: { id: 'other', title: 'Upload other files', effect: 'site' },
    page: { id: 'page', title: 'Upload pages', effect: 'site' },
    worker: { id: 'worker', title: 'Upload service workers', effect: 'site' },
    release: { id: 'release', title: 'Upload the release file', effect: 'site' },
    invalidate: { id: 'invalidate', title: 'Invalidate the edge', effect: 'cache' },
    verify: { id: 'verify', title: 'Verify the site' },
    prune: { id: 'prune', title: 'Prune old files', effect: 'site' },
    compareState: { id: 'compare-state', title: 'Compare the state with the deployments' },
    planDestroy: { id: 'plan-destroy', title: 'Plan the destruction' },
    guards: { id: 'destroy-guards', title: 'Check what the destroy deletes' },
    empty: { id: 'empty', title: 'Empty the buckets', effect: 'buckets' },
    destroy: { id: 'destroy', title: 'Destroy the infrastructure', effect: 'infrastructure' },
    left: { id: 'left', title: 'Check that nothing is left' },
    issue: { id: 'issue', title: 'Keep the drift issue' },
};

;// CONCATENATED MODULE: ./lib/src/terraform/hcl/reference.js


const reference_ANY = { tokens: [] };
/** Each expression is asked about for every change that it decides. */
const REFERENCES = new WeakMap();
const CALLS = new WeakMap();
/** Everything in an expression that is written `name.something`, in templates too. */
function referencesIn(expression) {
    const known = REFERENCES.get(expression);
    if (known !== undefined)
        return known;
    const found = findReferences(expression);
    REFERENCES.set(expression, found);
    return found;
}
function findReferences(expression) {
    const tokens = expression.filter(({ kind }) => kind !== 'newline');
    const found = [];
    for (let at = 0; at < tokens.length; at++) {
        if (beginsReference(tokens, at))
            found.push(readReference(tokens, at).reference);
    }
    return found;
}
/** The reference that an expression consists of, and nothing else; round brackets around it do not count. */
function onlyReference(expression) {
    const tokens = expression.filter(({ kind }) => kind !== 'newline');
    if (tokens.length === 0)
        return undefined;
    if (!beginsReference(tokens, 0))
        return undefined;
    const { reference, end } = readReference(tokens, 0);
    return end === tokens.length ? reference : undefined;
}
/** Calls of functions, those in templates and in arguments of others too. */
function callsIn(expression) {
    const known = CALLS.get(expression);
    if (known !== undefined)
        return known;
    const found = findCalls(expression);
    CALLS.set(expression, found);
    return found;
}
function findCalls(expression) {
    const tokens = expression.filter(({ kind }) => kind !== 'newline');
    return tokens.flatMap((token, at) => {
        if (token.kind !== 'name' || !isSign(tokens[at + 1], '('))
            return [];
        const end = closing(tokens, at + 1);
        return [{ name: token.text, arguments: tokens.slice(at + 2, end), line: token.line }];
    });
}
function beginsReference(tokens, at) {
    const token = tokens[at];
    if (token?.kind !== 'name' || !isSign(tokens[at + 1], '.'))
        return false;
    const before = tokens[at - 1];
    return !isSign(before, '.') && !isSign(before, '::');
}
function readReference(tokens, from) {
    const first = tokens[from];
    const steps = [];
    let at = from + 1;
    for (;;) {
        const token = tokens[at];
        if (isSign(token, '.')) {
            const next = tokens[at + 1];
            if (next?.kind === 'name')
                steps.push(next.text);
            else if (next?.kind === 'number')
                steps.push(...next.text.split('.').map(Number));
            else if (isSign(next, '*'))
                steps.push(reference_ANY);
            else
                break;
            at += 2;
        }
        else if (isSign(token, '[')) {
            const end = closing(tokens, at);
            steps.push(indexStep(tokens.slice(at + 1, end)));
            at = end + 1;
        }
        else
            break;
    }
    return { reference: { root: first?.text ?? '', steps, line: first?.line ?? 0 }, end: at };
}
function indexStep(tokens) {
    const [only] = tokens;
    if (tokens.length === 1 && only?.kind === 'number' && /^\d+$/.test(only.text))
        return Number(only.text);
    if (tokens.length === 1 && isSign(only, '*'))
        return reference_ANY;
    const text = literalText(tokens);
    return text === undefined ? { tokens } : text;
}
/** The text of `"..."` without interpolations and escapes; `undefined` for every other expression. */
function literalText(tokens) {
    const [open, literal, close] = tokens;
    if (open?.kind !== 'quote')
        return undefined;
    if (tokens.length === 2 && literal?.kind === 'quote')
        return '';
    if (tokens.length !== 3 || literal?.kind !== 'literal' || close?.kind !== 'quote')
        return undefined;
    return /\\|\$\$\{|%%\{/.test(literal.text) ? undefined : literal.text;
}
/** The index of the bracket that closes the one at `from`. */
function closing(tokens, from) {
    let depth = 0;
    for (let at = from; at < tokens.length; at++) {
        const token = tokens[at];
        if (token?.kind !== 'sign')
            continue;
        if (opens(token.text))
            depth++;
        else if (closes(token.text) && --depth === 0)
            return at;
    }
    return tokens.length;
}
/** `x[*].id` of what has neither `count` nor `for_each` is `x.id`. */
function skipSplat(steps) {
    return typeof steps[0] === 'object' || steps[0] === 0 ? steps.slice(1) : steps;
}
/** Steps as they stand behind a name: `.a["b c"]`. */
function suffix(steps) {
    const literal = steps.map((step) => (typeof step === 'object' ? '*' : step));
    if (literal.length === 0)
        return '';
    const path = formatPath(literal);
    return path.startsWith('[') ? path : `.${path}`;
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/module-address.js
const ANY_KEY = Symbol('any instance');
/** `module.a["x"].module.b[0]` in steps; `[]` for the root module. */
function moduleSteps(address) {
    const steps = [];
    const pattern = /module\.([\p{ID_Start}_][\p{ID_Continue}_-]*)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/uy;
    for (let match = pattern.exec(address); match !== null; match = pattern.exec(address)) {
        const [, name = '', key] = match;
        steps.push(key === undefined ? { name } : { name, key: module_address_keyOf(key) });
    }
    return steps;
}
function module_address_keyOf(text) {
    if (!text.startsWith('"'))
        return Number(text);
    try {
        return JSON.parse(text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{'));
    }
    catch {
        return text;
    }
}
/** The names alone, which a configuration knows a module by. */
function callPath(steps) {
    return steps.map(({ name }) => name);
}
/** How an instance is written in the name of a part. */
function written(steps) {
    return steps
        .map(({ name, key }) => `module.${name}${key === undefined ? '' : key === ANY_KEY ? '[*]' : `[${JSON.stringify(key)}]`}`)
        .join('.');
}
/** Whether these instances may be the same. */
function mayBe(a, b) {
    if (a.length !== b.length)
        return false;
    return a.every(({ name, key }, index) => {
        const other = b[index];
        if (other?.name !== name)
            return false;
        return key === ANY_KEY || other.key === ANY_KEY || key === other.key;
    });
}

;// CONCATENATED MODULE: ./lib/src/terraform/hcl/token-text.js


/**
 * An expression's tokens without what only lays it out: a newline within round or square brackets, a trailing comma, and
 * between the elements of an object a newline and a comma are the same.
 */
function plainTokens(tokens) {
    const plain = [];
    const open = [];
    let separated = false;
    tokens.forEach((token, index) => {
        const inObject = open.at(-1) === '{';
        if (token.kind === 'newline') {
            if (inObject)
                separated = true;
            return;
        }
        const { text } = token;
        if (token.kind === 'sign' && text === ',') {
            separated = true;
            return;
        }
        const closing = token.kind === 'sign' && closes(text);
        if (separated && !closing && !isOpening(plain.at(-1)))
            plain.push('sign:,');
        separated = false;
        plain.push(`${token.kind}:${text}`);
        if (token.kind !== 'sign')
            return;
        if (closing)
            open.pop();
        // A "for" in braces is one expression: a newline in it separates nothing.
        else if (opens(text))
            open.push(text === '{' && isFor(tokens, index + 1) ? '(' : text);
    });
    return plain;
}
/** Whether `for NAME` stands here, behind newlines. */
function isFor(tokens, from) {
    let at = from;
    while (tokens[at]?.kind === 'newline')
        at++;
    return tokens[at]?.text === 'for' && tokens[at]?.kind === 'name' && tokens[at + 1]?.kind === 'name';
}
const DIGESTS = new WeakMap();
function expressionDigest(tokens) {
    const known = DIGESTS.get(tokens);
    if (known !== undefined)
        return known;
    const made = digest(plainTokens(tokens));
    DIGESTS.set(tokens, made);
    return made;
}
/** Attributes may stand in any order; blocks may not, since their order can be a value. */
function blockDigest(block) {
    return digest([block.type, ...block.labels, '{', ...bodyTexts(block.body), '}']);
}
function bodyTexts({ attributes, blocks }) {
    return [...attributes.map(attributeText).sort(), ...blocks.map(blockDigest)];
}
function attributeText({ name, value }) {
    return `${name}=${expressionDigest(value)}`;
}
/** All expressions of a body, nested ones too. */
function expressionsOf({ attributes, blocks }) {
    return [...attributes.map(({ value }) => value), ...blocks.flatMap(({ body }) => expressionsOf(body))];
}
function isOpening(plain) {
    if (plain === undefined || !plain.startsWith('sign:'))
        return false;
    return opens(plain.slice('sign:'.length));
}
/** The parts between commas (in braces: newlines too) at the outermost depth. */
function splitElements(tokens, atNewlines) {
    const elements = [[]];
    let depth = 0;
    for (const token of tokens) {
        const ends = isSign(token, ',') || (atNewlines && token.kind === 'newline');
        if (depth === 0 && ends) {
            elements.push([]);
            continue;
        }
        if (token.kind === 'sign')
            depth += opens(token.text) ? 1 : closes(token.text) ? -1 : 0;
        elements.at(-1)?.push(token);
    }
    return elements.filter((element) => element.some(({ kind }) => kind !== 'newline'));
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/module-index.js




const module_index_KINDS = {
    resource: { into: 'resources', labels: 2 },
    data: { into: 'data', labels: 2 },
    ephemeral: { into: 'ephemeral', labels: 2 },
    action: { into: 'actions', labels: 2 },
    variable: { into: 'variables', labels: 1 },
    output: { into: 'outputs', labels: 1 },
    module: { into: 'calls', labels: 1 },
    provider: { into: 'providers', labels: 1 },
};
/** Files that Terraform reads after the others, to lay over them. */
function isOverride(path) {
    return /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/.test(path);
}
/** Reads the files of one module. A file in JSON, or one that is no HCL, makes the module unreadable. */
function indexModule(files) {
    const declarations = new Map(Object.values(module_index_KINDS).map(({ into }) => [into, new Map()]));
    const locals = new Map();
    const removed = [];
    let unreadable;
    const sorted = [...files].sort((a, b) => {
        const later = Number(isOverride(a.path)) - Number(isOverride(b.path));
        return later !== 0 ? later : a.path < b.path ? -1 : 1;
    });
    for (const { path, text } of sorted) {
        const body = path.endsWith('.json') ? undefined : module_index_parsed(text);
        if (body === undefined || body.attributes.length > 0 || hasTwin(path, files)) {
            unreadable ??= path;
            continue;
        }
        for (const block of body.blocks) {
            const known = module_index_KINDS[block.type];
            if (block.type === 'locals') {
                for (const attribute of block.body.attributes) {
                    if (locals.has(attribute.name) && !isOverride(path))
                        unreadable ??= path;
                    locals.set(attribute.name, { attribute, file: path });
                }
            }
            else if (block.type === 'removed')
                removed.push({ block, file: path });
            else if (known !== undefined) {
                if (block.labels.length !== known.labels)
                    unreadable ??= path;
                const into = declarations.get(known.into);
                const name = nameOf(block);
                const before = into?.get(name)?.pieces ?? [];
                // Terraform reports that as an error: of one of the two it knows nothing, and which one is not known here.
                if (before.length > 0 && !isOverride(path))
                    unreadable ??= path;
                into?.set(name, { pieces: [...before, { block, file: path }] });
            }
        }
    }
    const of = (kind) => declarations.get(kind) ?? new Map();
    return {
        ...(unreadable === undefined ? {} : { unreadable }),
        resources: of('resources'),
        data: of('data'),
        ephemeral: of('ephemeral'),
        actions: of('actions'),
        variables: of('variables'),
        outputs: of('outputs'),
        calls: of('calls'),
        providers: of('providers'),
        locals,
        removed,
    };
}
/** The expression that counts: the last file that sets it. */
function attributeOf({ pieces }, name) {
    for (const { block, file } of [...pieces].reverse()) {
        const attribute = block.body.attributes.find((one) => one.name === name);
        if (attribute !== undefined)
            return { attribute, file };
    }
    return undefined;
}
/** Whether a declaration says `name = true`. Anything but a plain `false` counts as true. */
function isTrue(declaration, name) {
    const named = attributeOf(declaration, name);
    return named !== undefined && named.attribute.value.map(({ text }) => text).join('') !== 'false';
}
/** Whether a block has instances with keys. */
function isRepeated(declaration) {
    return attributeOf(declaration, 'count') !== undefined || attributeOf(declaration, 'for_each') !== undefined;
}
/** Nested blocks of this type, and `dynamic` ones that make it. Those of an override come last, and none is left out. */
function blocksOf({ pieces }, type) {
    return pieces.flatMap(({ block, file }) => block.body.blocks
        .filter((one) => one.type === type || (one.type === 'dynamic' && one.labels[0] === type))
        .map((one) => ({ block: one, file })));
}
/** Every expression of a module. */
function allExpressions(index) {
    const { resources, data, ephemeral, actions, variables, outputs, calls, providers } = index;
    const declarations = [resources, data, ephemeral, actions, variables, outputs, calls, providers];
    const pieces = [...declarations.flatMap((kind) => [...kind.values()].flatMap((one) => one.pieces)), ...index.removed];
    return [
        ...[...index.locals.values()].map(({ attribute }) => attribute.value),
        ...pieces.flatMap(({ block }) => expressionsOf(block.body)),
    ];
}
/** What a block's content is: of a `dynamic` one, what it repeats. */
function module_index_contentOf(block) {
    if (block.type !== 'dynamic')
        return block.body;
    return block.body.blocks.find(({ type }) => type === 'content')?.body ?? { attributes: [], blocks: [] };
}
function nameOf(block) {
    if (block.type !== 'provider')
        return block.labels.join('.');
    const alias = block.body.attributes.find(({ name }) => name === 'alias');
    const text = alias === undefined ? undefined : literalText(alias.value);
    return text === undefined ? (block.labels[0] ?? '') : `${block.labels[0]}.${text}`;
}
function module_index_parsed(text) {
    try {
        return readBody(text);
    }
    catch (thrown) {
        if (thrown instanceof UnreadableHcl)
            return undefined;
        throw thrown;
    }
}
/** OpenTofu reads `x.tofu` in place of `x.tf`, Terraform does not: which of them counts is not decided here. */
function hasTwin(path, files) {
    if (!/\.tofu(\.json)?$/.test(path))
        return false;
    const twin = path.replace(/\.tofu(\.json)?$/, '.tf$1');
    return files.some((file) => file.path === twin);
}

;// CONCATENATED MODULE: ./lib/src/terraform/hcl/narrow.js



/**
 * The part of an expression that a path leads to, where that is written out: `{ a = 1, b = x }` at `b` is `x`. So the
 * neighbours in a map do not count. Everything that is computed is taken whole.
 */
function narrow(expression, steps) {
    const tokens = unwrapped(expression);
    const [step, ...rest] = steps;
    const whole = { tokens, rest: steps };
    const [first] = tokens;
    if (step === undefined || typeof step === 'object' || first?.kind !== 'sign')
        return whole;
    if (closing(tokens, 0) !== tokens.length - 1 || isFor(tokens, 1))
        return whole;
    const inner = tokens.slice(1, -1);
    if (first.text === '[' && typeof step === 'number') {
        const element = splitElements(inner, false)[step];
        return element === undefined || element.some((token) => isSign(token, '...')) ? whole : narrow(element, rest);
    }
    if (first.text !== '{' || typeof step !== 'string')
        return whole;
    let found;
    for (const element of splitElements(inner, true)) {
        const { key, value } = keyAndValue(element);
        // A computed key could be this one; a second one of the same name wins over the first.
        if (key === undefined)
            return whole;
        if (key === step)
            found = value;
    }
    return found === undefined ? whole : narrow(found, rest);
}
/** Without newlines around and without round brackets that hold all of it. */
function unwrapped(expression) {
    let from = 0;
    let to = expression.length;
    while (expression[from]?.kind === 'newline')
        from++;
    while (to > from && expression[to - 1]?.kind === 'newline')
        to--;
    const tokens = from === 0 && to === expression.length ? expression : expression.slice(from, to);
    if (!isSign(tokens[0], '(') || closing(tokens, 0) !== tokens.length - 1)
        return tokens;
    return unwrapped(tokens.slice(1, -1));
}
function keyAndValue(element) {
    const tokens = unwrapped(element);
    const [first, second] = tokens;
    if (first?.kind === 'name' && isAssignment(second))
        return { key: first.text, value: tokens.slice(2) };
    const at = tokens.findIndex((token, index) => isAssignment(token) && index > 0);
    const key = at < 0 ? undefined : literalText(tokens.slice(0, at));
    return { key, value: tokens.slice(at + 1) };
}
function isAssignment(token) {
    return isSign(token, '=') || isSign(token, ':');
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/place.js





/** The place within one instance of a block. */
function within(place, declaration, key) {
    const { module, instance } = place;
    const forEach = attributeOf(declaration, 'for_each');
    if (forEach === undefined && attributeOf(declaration, 'count') === undefined)
        return { module, instance };
    return { module, instance, each: { key: key ?? ANY_KEY, ...(forEach === undefined ? {} : { forEach }) } };
}
/** An index that the address decides, such as `[each.key]`, as the key that it is here. */
function place_settled(step, { each }) {
    if (typeof step !== 'object' || each === undefined)
        return step;
    const only = onlyReference(step.tokens);
    if (only === undefined || only.steps.length !== 1)
        return step;
    const name = `${only.root}.${String(only.steps[0])}`;
    const isKey = name === 'each.key' || name === 'count.index' || (name === 'each.value' && isOfSet(each));
    if (!isKey)
        return step;
    return typeof each.key === 'string' || typeof each.key === 'number' ? each.key : reference_ANY;
}
/** `for_each = toset(...)`: then each value is its key, which the address has. */
function isOfSet({ forEach }) {
    if (forEach === undefined)
        return false;
    const tokens = unwrapped(forEach.attribute.value);
    return tokens[0]?.text === 'toset' && isSign(tokens[1], '(') && endsWithCall(tokens);
}
function endsWithCall(tokens) {
    let depth = 0;
    for (let at = 1; at < tokens.length; at++) {
        if (isSign(tokens[at], '('))
            depth++;
        else if (isSign(tokens[at], ')') && --depth === 0)
            return at === tokens.length - 1;
    }
    return false;
}
/** How parts that stand here are named: `module.a: `; nothing in the root module. */
function prefix({ instance }) {
    return instance.length === 0 ? '' : `${written(instance)}: `;
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/named-files.js








/** Functions that read files: https://developer.hashicorp.com/terraform/language/functions */
const READS_FILES = /^(?:file|filebase64|filebase64sha256|filebase64sha512|filemd5|filesha1|filesha256|filesha512|fileexists|fileset|templatefile)$/;
function readsFile({ name }) {
    return READS_FILES.test(name);
}
/** Whether a template may read files itself. */
function templateReadsFiles(text) {
    return /\b(?:file\w*|templatefile)\s*\(/.test(text);
}
const named_files_NOTHING = { text: '', complete: false };
/** Follows literals, `path.module`, locals, arguments of modules, keys and root variables. */
class FileNames {
    configuration;
    variables;
    constructor(configuration, variables) {
        this.configuration = configuration;
        this.variables = variables;
    }
    of(call, place) {
        const [argument = []] = splitElements(call.arguments, false);
        const { text, complete } = this.evaluate(argument, place, 0);
        const { root } = this.configuration;
        if (complete)
            return { path: resolved(root, text), complete: true };
        const slash = text.lastIndexOf('/');
        // Nothing in front of the computed part: it may lead anywhere in the repository.
        return { path: slash < 0 ? '.' : resolved(root, text.slice(0, slash + 1)), complete: false };
    }
    evaluate(expression, place, depth) {
        const tokens = unwrapped(expression).filter(({ kind }) => kind !== 'newline');
        if (depth > 20 || tokens.length === 0)
            return named_files_NOTHING;
        const literal = literalText(tokens);
        if (literal !== undefined)
            return { text: literal, complete: true };
        const reference = onlyReference(tokens);
        if (reference !== undefined)
            return this.reference(reference, place, depth);
        if (tokens[0]?.kind === 'quote')
            return this.template(tokens.slice(1, -1), place, depth);
        const [name] = tokens;
        if (name?.kind === 'name' && isSign(tokens[1], '(') && closing(tokens, 1) === tokens.length - 1) {
            if (name.text === 'abspath' || name.text === 'pathexpand')
                return this.evaluate(tokens.slice(2, -1), place, depth + 1);
        }
        return named_files_NOTHING;
    }
    template(tokens, place, depth) {
        let text = '';
        for (let at = 0; at < tokens.length; at++) {
            const token = tokens[at];
            if (token?.kind === 'literal' && !/\\|\$\$\{|%%\{/.test(token.text)) {
                text += token.text;
                continue;
            }
            if (token?.text !== '${')
                return { text, complete: false };
            const end = closing(tokens, at);
            const inner = this.evaluate(tokens.slice(at + 1, end), place, depth + 1);
            text += inner.text;
            if (!inner.complete)
                return { text, complete: false };
            at = end;
        }
        return { text, complete: true };
    }
    reference(reference, place, depth) {
        const [first, ...rest] = reference.steps.map((step) => place_settled(step, place));
        if (typeof first !== 'string')
            return named_files_NOTHING;
        const { module, instance, each } = place;
        switch (reference.root) {
            case 'path':
                return { text: first === 'module' ? fromRoot(this.configuration.root, module.directory) : '.', complete: true };
            case 'each':
            case 'count':
                if (first === 'value' || typeof each?.key === 'symbol' || each === undefined)
                    return named_files_NOTHING;
                return { text: String(each.key), complete: true };
            case 'local': {
                const local = module.locals.get(first);
                if (local === undefined)
                    return named_files_NOTHING;
                const { tokens, rest: left } = narrow(local.attribute.value, rest);
                return left.length > 0 ? named_files_NOTHING : this.evaluate(tokens, { module, instance }, depth + 1);
            }
            case 'var':
                return this.variable(first, rest, place, depth);
            default:
                return named_files_NOTHING;
        }
    }
    variable(name, rest, place, depth) {
        const { instance } = place;
        const last = instance.at(-1);
        if (last === undefined) {
            const value = rest.length === 0 ? this.variables[name]?.value : undefined;
            return typeof value === 'string' ? { text: value, complete: true } : named_files_NOTHING;
        }
        const parent = this.configuration.module(callPath(instance.slice(0, -1)));
        const call = parent?.calls.get(last.name);
        const argument = call === undefined ? undefined : attributeOf(call, name);
        if (parent === undefined || call === undefined || argument === undefined || rest.length > 0)
            return named_files_NOTHING;
        const outer = within({ module: parent, instance: instance.slice(0, -1) }, call, last.key);
        return this.evaluate(argument.attribute.value, outer, depth + 1);
    }
}
function fromRoot(root, directory) {
    return external_node_path_.posix.relative(external_node_path_.posix.resolve('/', root), external_node_path_.posix.resolve('/', directory)) || '.';
}
/** Terraform runs in the root module's folder. A path that leads out of the repository begins with `..` or `/`. */
function resolved(root, text) {
    return external_node_path_.posix.isAbsolute(text) ? external_node_path_.posix.normalize(text) : external_node_path_.posix.normalize(external_node_path_.posix.join(root, text));
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/not-shown.js



/**
 * Attributes that a block sets and the plan shows as nothing, and types of nested blocks that have such attributes. The
 * plan's JSON does not say which arguments are write-only: they are sent, and planned as null.
 */
function notShownIn(declaration, { address, change }, unknown) {
    const { after, after_unknown: marks } = change;
    const isUnknown = (path, mark) => unknown === undefined ? mark === true : unknown(address, formatPath(path));
    const bodies = declaration.pieces.map(({ block }) => block.body);
    const attributes = new Set(bodies.flatMap((body) => body.attributes.map(({ name }) => name)));
    const types = new Set(bodies.flatMap((body) => body.blocks.map(not_shown_typeOf)));
    return {
        attributes: [...attributes].filter((name) => isNothing(after, marks, [name], isUnknown)),
        types: [...types].filter((type) => blocksOf(declaration, type).some(({ block }) => setsNothing(module_index_contentOf(block), after, marks, [type], isUnknown))),
    };
}
/** Whether nothing is planned at this path, in any of the elements of a list on the way. */
function isNothing(after, marks, names, unknown) {
    return visit(after, marks, [], names);
    function visit(value, mark, path, left) {
        if (path.length > 0 && unknown(path, mark))
            return false;
        if (Array.isArray(value) && left.length > 0) {
            return value.some((element, index) => visit(element, not_shown_at(mark, index), [...path, index], left));
        }
        const [name, ...rest] = left;
        if (name === undefined)
            return value === undefined || value === null;
        if (!isObject(value))
            return path.length === 0 ? !unknown([name], not_shown_at(mark, name)) : false;
        return visit(value[name], not_shown_at(mark, name), [...path, name], rest);
    }
}
function setsNothing(body, after, marks, path, unknown) {
    return (body.attributes.some(({ name }) => isNothing(after, marks, [...path, name], unknown)) ||
        body.blocks.some((block) => setsNothing(module_index_contentOf(block), after, marks, [...path, not_shown_typeOf(block)], unknown)));
}
function not_shown_at(marks, key) {
    if (marks === true)
        return true;
    if (typeof marks !== 'object' || marks === null)
        return undefined;
    return marks[key];
}
/** What a block is for the provider: `dynamic "rule"` makes blocks `rule`. */
function not_shown_typeOf(block) {
    return block.type === 'dynamic' ? (block.labels[0] ?? '') : block.type;
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/known-value.js


/** The value of an instance at a path. A step that is no literal takes all that lies below it. */
function valueAt(instance, steps, { words, isCode }, unknownAtReview) {
    const isOwnCode = (at) => at.length === 1 && isCode(instance.type, instance.value, at[0] ?? null);
    let node = instance;
    const path = [];
    for (const step of steps) {
        if (typeof step === 'object' || node.unknown === true || isOwnCode(path))
            break;
        node = childOf(node, step);
        path.push(step);
    }
    const seen = { unknown: 0, known: 0, sensitive: false };
    const text = render(node, path);
    const unknown = seen.unknown === 0 ? 'nothing' : seen.known === 0 ? 'all' : 'parts';
    return { text, unknown, sensitive: seen.sensitive };
    function render(at, here) {
        const written = here.length === 0 ? '' : formatPath(here);
        // Another build of a package of ours is another value, or not known: which one it is was reviewed as code.
        if (isOwnCode(here)) {
            seen.known++;
            return '<code>';
        }
        if (unknownAtReview === undefined ? at.unknown === true : unknownAtReview(instance.address, written)) {
            seen.unknown++;
            return '<unknown>';
        }
        // Known when it was reviewed: this differs from every value that it can have had.
        if (at.unknown === true) {
            seen.known++;
            return '<unknown now>';
        }
        if (at.sensitive === true) {
            seen.known++;
            seen.sensitive = true;
            return `sensitive:${words.keyed(canonical(at.value ?? null, words))}`;
        }
        const keys = childKeys(at);
        if (keys.length === 0) {
            seen.known++;
            return canonical(at.value ?? null, words);
        }
        const children = keys.map((key) => `${JSON.stringify(key)}:${render(childOf(at, key), [...here, key])}`);
        return `${Array.isArray(at.value) ? 'list' : 'object'}{${children.join(',')}}`;
    }
}
/** One text for each value: keys sorted, scalars as `words` writes them. */
function canonical(value, words) {
    if (Array.isArray(value))
        return `[${value.map((element) => canonical(element, words)).join(',')}]`;
    if (!isObject(value))
        return `${typeof value}:${JSON.stringify(words.text(value))}`;
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null, words)}`).join(',')}}`;
}
function childKeys({ value, unknown }) {
    if (Array.isArray(value) || Array.isArray(unknown)) {
        const length = Math.max(lengthOf(value), lengthOf(unknown));
        return Array.from({ length }, (_, index) => index);
    }
    const names = [...(isObject(value) ? Object.keys(value) : []), ...(isObject(unknown) ? Object.keys(unknown) : [])];
    return [...new Set(names)].sort();
}
function lengthOf(value) {
    return Array.isArray(value) ? value.length : 0;
}
function childOf({ value, unknown, sensitive }, key) {
    return { value: known_value_child(value, key), unknown: marked(unknown, key), sensitive: marked(sensitive, key) };
}
function known_value_child(value, key) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    return Object.hasOwn(value, key) ? value[key] : undefined;
}
function marked(marks, key) {
    return marks === true ? true : known_value_child(marks, key);
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/all-sources.js


/**
 * For what cannot be read piece by piece: every file of every module, the whole repository that they may read, each root
 * variable, and every value that was known. Whatever such a text refers to is in it.
 */
function allSources(material, unknown) {
    const { plan, configuration, values, words, volatile } = material;
    const modules = configuration.all().map(({ directory }) => directory);
    const folders = ['.', ...new Set(modules)].sort();
    const variables = Object.entries(plan.variables)
        .filter(([name]) => !volatile.has(name))
        .sort(([a], [b]) => (a < b ? -1 : 1));
    const sensitive = configuration.module([])?.variables;
    return digest([
        ...folders.flatMap((folder) => [folder, configuration.files.digestOf(folder)?.digest ?? 'absent']),
        '|',
        ...variables.flatMap(([name, { value }]) => {
            const text = canonical(value ?? null, words);
            // What is not read may be sensitive.
            const declared = sensitive?.get(name);
            const clear = declared?.pieces.every(({ block }) => !says(block.body.attributes));
            return [name, clear ? text : words.keyed(text)];
        }),
        '|',
        ...values.all().flatMap((instance) => [instance.address, valueAt(instance, [], material, unknown).text]),
    ]);
}
function says(attributes) {
    return attributes.some(({ name }) => name === 'sensitive' || name === 'ephemeral');
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/gathered-parts.js





/** The parts of one slice while they are found. */
class GatheredParts {
    material;
    unknownAtReview;
    parts = [];
    seen = new Set();
    constructor(material, unknownAtReview) {
        this.material = material;
        this.unknownAtReview = unknownAtReview;
    }
    slice() {
        return sliceFrom(this.parts);
    }
    add(part) {
        this.parts.push(part);
    }
    file(path, template = false) {
        const { files } = this.material.configuration;
        const found = files.digestOf(path);
        if (found === undefined)
            this.add({ kind: 'absent', name: path, digest: digest(['absent']) });
        else
            this.add({ kind: found.kind, name: path, file: path, digest: found.digest });
        if (template && templateReadsFiles(files.textOf(path) ?? ''))
            this.file('.');
    }
    /** What cannot be read piece by piece: every source, every value. */
    everything(because) {
        if (!this.first('everything', undefined))
            return;
        const { material, unknownAtReview } = this;
        this.add({ kind: 'sources', name: 'all sources', file: because, digest: allSources(material, unknownAtReview) });
    }
    /** Whether a module cannot be read: then it takes everything along. */
    isUnread({ unreadable }) {
        if (unreadable !== undefined)
            this.everything(unreadable);
        return unreadable !== undefined;
    }
    /** Whether this was not met before: references may go in circles through modules. */
    first(what, place) {
        const where = place === undefined ? '' : `${prefix(place)}${String(place.each?.key ?? '')}`;
        const key = `${where} ${what}`;
        if (this.seen.has(key))
            return false;
        this.seen.add(key);
        return true;
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/slice-walk.js










/** Follows the references of expressions, and gathers what decides their values. */
class SliceWalk extends GatheredParts {
    credentials;
    fileNames;
    /** Set by whoever adds provider blocks, which are walked by other rules. */
    onProvider;
    constructor(material, unknownAtReview, 
    /** In provider blocks sensitive values count by expression, since credentials rotate. */
    credentials = false) {
        super(material, unknownAtReview);
        this.credentials = credentials;
        this.fileNames = new FileNames(material.configuration, material.plan.variables);
    }
    /** A block with everything that it refers to. */
    block({ block, file }, name, place) {
        if (!this.first(`block ${name} ${file}:${block.line}`, place))
            return;
        this.add({ kind: 'block', name: `${prefix(place)}${name}`, file, line: block.line, digest: blockDigest(block) });
        for (const expression of expressionsOf(block.body))
            this.expression(expression, place);
    }
    /** The part of an expression that `steps` lead to, with everything that it refers to. */
    named({ attribute, file }, name, steps, place) {
        const settledSteps = steps.map((step) => place_settled(step, place));
        const { tokens, rest } = narrow(attribute.value, settledSteps);
        const taken = settledSteps.slice(0, settledSteps.length - rest.length);
        const full = `${name}${suffix(taken)}`;
        if (!this.first(`expression ${full} ${file}:${attribute.line} ${suffix(rest)}`, place))
            return;
        const line = tokens[0]?.line ?? attribute.line;
        this.add({ kind: 'expression', name: `${prefix(place)}${full}`, file, line, digest: expressionDigest(tokens) });
        const only = rest.length === 0 ? undefined : onlyReference(tokens);
        if (only === undefined)
            this.expression(tokens, place);
        else
            this.reference({ ...only, steps: [...only.steps, ...rest] }, place);
    }
    expression(tokens, place) {
        if (this.isUnread(place.module))
            return;
        for (const reference of referencesIn(tokens))
            this.reference(reference, place);
        for (const call of callsIn(tokens)) {
            // Its template may come from anywhere, and read files.
            if (call.name === 'templatestring')
                this.file('.');
            if (!readsFile(call))
                continue;
            const { path, complete } = this.fileNames.of(call, place);
            this.file(path, call.name === 'templatefile' && complete);
        }
    }
    reference(reference, place) {
        const steps = reference.steps.map((step) => place_settled(step, place));
        const [first, ...rest] = steps;
        if (typeof first !== 'string')
            return;
        switch (reference.root) {
            case 'local': {
                const local = place.module.locals.get(first);
                const { module, instance } = place;
                if (local !== undefined)
                    this.named(local, `local.${first}`, rest, { module, instance });
                return;
            }
            case 'var':
                if (place.instance.length === 0)
                    this.rootVariable(first, rest, place);
                else
                    this.argument(first, rest, place);
                return;
            case 'module':
                this.output(first, rest, place);
                return;
            case 'each':
                if (first === 'value')
                    this.eachValue(rest, place);
                return;
            case 'data':
            case 'ephemeral':
                this.object(reference.root, first, rest, place);
                return;
            case 'resource':
                this.object('managed', first, rest, place);
                return;
            default:
                this.object('managed', reference.root, steps, place);
        }
    }
    eachValue(steps, { module, instance, each }) {
        if (each?.forEach === undefined || isOfSet(each))
            return;
        const key = typeof each.key === 'string' || typeof each.key === 'number' ? [each.key] : [];
        // Without the key nothing of the map can be told apart.
        this.named(each.forEach, 'for_each', key.length === 0 ? [] : [...key, ...steps], { module, instance });
    }
    rootVariable(name, steps, place) {
        const { plan, volatile, words } = this.material;
        const declaration = place.module.variables.get(name);
        const says = (word) => declaration !== undefined && isTrue(declaration, word);
        const sensitive = says('sensitive');
        const given = plan.variables[name];
        if (volatile.has(name) || says('ephemeral') || (sensitive && this.credentials) || given === undefined) {
            this.declared(declaration, name, place, ['default']);
            return;
        }
        const value = given.value ?? null;
        const instance = {
            address: `var.${name}`,
            type: 'var',
            module: [],
            value,
            unknown: undefined,
            sensitive,
        };
        // A variable is known, now and at review.
        const { text } = valueAt(instance, steps, { words, isCode: () => false }, undefined);
        this.add({ kind: 'value', name: `var.${name}${suffix(steps)}`, digest: digest([text]) });
    }
    argument(name, steps, place) {
        const { configuration } = this.material;
        const last = place.instance.at(-1);
        const instance = place.instance.slice(0, -1);
        const module = configuration.module(callPath(instance));
        const call = last === undefined ? undefined : module?.calls.get(last.name);
        if (module === undefined || last === undefined || call === undefined) {
            this.everything(name);
            return;
        }
        if (this.isUnread(module))
            return;
        const declaration = place.module.variables.get(name);
        const argument = attributeOf(call, name);
        const nullable = declaration !== undefined && attributeOf(declaration, 'nullable') !== undefined;
        const withDefault = argument === undefined || nullable;
        this.declared(declaration, name, place, ['type', 'nullable', ...(withDefault ? ['default'] : [])]);
        if (argument === undefined)
            return;
        const outer = within({ module, instance }, call, last.key);
        this.named(argument, `module.${last.name}.${name}`, steps, outer);
    }
    declared(declaration, name, place, attributes) {
        for (const attribute of attributes) {
            const found = declaration === undefined ? undefined : attributeOf(declaration, attribute);
            if (found !== undefined)
                this.named(found, `var.${name} (${attribute})`, [], place);
        }
    }
    output(name, steps, place) {
        const { configuration } = this.material;
        if (this.isUnread(place.module))
            return;
        const call = place.module.calls.get(name);
        const module = configuration.module([...place.module.path, name]);
        if (call === undefined || module === undefined || this.isUnread(module))
            return;
        const repeated = isRepeated(call);
        const [index, ...behind] = steps;
        const [output, ...rest] = repeated ? behind : skipSplat(steps);
        const key = repeated ? (typeof index === 'object' || index === undefined ? ANY_KEY : index) : undefined;
        const step = { name, ...(key === undefined ? {} : { key }) };
        const inner = { module, instance: [...place.instance, step] };
        const names = typeof output === 'string' ? [output] : [...module.outputs.keys()];
        for (const one of names) {
            const declaration = module.outputs.get(one);
            const value = declaration === undefined ? undefined : attributeOf(declaration, 'value');
            if (value !== undefined)
                this.named(value, `output.${one}`, typeof output === 'string' ? rest : [], inner);
        }
    }
    /** A resource, a data source or an ephemeral one. */
    object(mode, type, steps, place) {
        const [name, ...rest] = steps;
        if (typeof name !== 'string')
            return;
        const { module, instance } = place;
        const declared = mode === 'managed' ? module.resources : mode === 'data' ? module.data : module.ephemeral;
        const declaration = declared.get(`${type}.${name}`);
        // A name of a "for", or of a "dynamic" block: it repeats what stands in the same expression.
        if (declaration === undefined)
            return;
        const shown = `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
        const repeated = isRepeated(declaration);
        const [index, ...behind] = rest;
        const path = repeated ? behind : skipSplat(rest);
        if (mode === 'ephemeral') {
            this.declaration(declaration, shown, place);
            return;
        }
        const all = this.material.values.of(mode, callPath(instance), type, name);
        const instances = all
            .filter((one) => mayBe(one.module, instance))
            .filter(({ key }) => !repeated || index === undefined || typeof index === 'object' || key === index);
        if (instances.length === 0) {
            // With a data source that was not read nothing is known but its block.
            if (mode === 'data')
                this.declaration(declaration, shown, place);
            this.add({ kind: 'absent', name: `${prefix(place)}${shown}`, digest: digest(['no instance']) });
        }
        for (const one of instances)
            this.value(one, mode, path, declaration, shown, place);
    }
    value(instance, mode, path, declaration, shown, place) {
        const { text, unknown, sensitive } = valueAt(instance, path, this.material, this.unknownAtReview);
        const byExpression = sensitive && this.credentials;
        if (byExpression || (mode === 'data' && unknown !== 'nothing'))
            this.declaration(declaration, shown, place, instance);
        // What a resource will be is in an entry of its own.
        if (byExpression || unknown === 'all')
            return;
        const name = `${instance.address}${suffix(path)}`;
        if (this.first(`value ${name}`, undefined))
            this.add({ kind: 'value', name, digest: digest([text]) });
    }
    /** A data or ephemeral block that is read during the apply: what it says, and by which provider. */
    declaration(declaration, shown, place, instance) {
        const inner = within(instance === undefined ? place : { ...place, instance: instance.module }, declaration, instance?.key);
        for (const piece of declaration.pieces)
            this.block(piece, shown, inner);
        const key = this.material.providers.keyOf(place.module.path, shown);
        if (key !== undefined)
            this.onProvider?.(key);
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/provider-slice.js


/**
 * The provider block that a key of the plan names, with everything that it refers to. A provider without a block has its
 * key alone: another one is another part.
 */
function providerSlice(material, key, unknown, onProvider) {
    const walk = new SliceWalk(material, unknown, true);
    // A data source in a provider block has a provider too, and that may be this one.
    walk.onProvider = onProvider;
    const configuration = material.providers.get(key);
    walk.add({
        kind: 'provider',
        name: `provider ${key}`,
        digest: digest(['provider', key, configuration?.fullName ?? '']),
    });
    if (configuration === undefined)
        return walk.slice().parts;
    const { name, alias, module: path } = configuration;
    const module = material.configuration.module(path);
    if (module === undefined || module.unreadable !== undefined) {
        walk.everything(module?.unreadable ?? `provider ${key}`);
        return walk.slice().parts;
    }
    const block = alias === undefined ? name : `${name}.${alias}`;
    const place = { module, instance: path.map((call) => ({ name: call })) };
    for (const piece of module.providers.get(block)?.pieces ?? [])
        walk.block(piece, `provider.${block}`, place);
    return walk.slice().parts;
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/change-slices.js










/** Arguments and blocks that are Terraform's own, not the provider's. */
const META = /^(?:count|for_each|provider|providers|depends_on|lifecycle|provisioner|connection)$/;
/** The slices of one plan's changes. */
class ChangeSlices {
    material;
    constructor(material) {
        this.material = material;
    }
    beside(change, action, unknown) {
        const walk = this.walk(unknown);
        const found = this.find(change);
        const key = found === undefined ? undefined : this.providerKey(change, found.place);
        if (key !== undefined)
            walk.onProvider?.(key);
        else
            for (const one of this.material.providers.withFullName(change.provider_name))
                walk.onProvider?.(one.key);
        const ends = action.includes('delete') || action.includes('forget');
        const sets = action.includes('create') || action === 'update' || action === 'read' || action === 'no-op';
        if (found === undefined) {
            if (this.isUnread(change))
                walk.everything(change.address);
            else if (ends)
                this.removed(change, walk);
            return walk.slice();
        }
        const { declaration, place } = found;
        if (place.module.unreadable !== undefined)
            walk.everything(place.module.unreadable);
        const shown = shownName(change);
        for (const piece of blocksOf(declaration, 'lifecycle')) {
            for (const block of piece.block.body.blocks) {
                if (!/^(?:pre|post)condition$/.test(block.type))
                    continue;
                walk.block({ block, file: piece.file }, `${shown} ${block.type}`, place);
            }
        }
        const programs = blocksOf(declaration, 'provisioner').filter(({ block }) => {
            return runsAtDestroy(block.body) ? ends : action.includes('create');
        });
        for (const piece of programs)
            walk.block(piece, `${shown} provisioner ${piece.block.labels[0] ?? ''}`, place);
        if (programs.length > 0) {
            for (const piece of blocksOf(declaration, 'connection'))
                walk.block(piece, `${shown} connection`, place);
        }
        if (ends)
            this.removed(change, walk);
        if (sets)
            this.notShown(change, found, walk, unknown);
        return walk.slice();
    }
    ofUnknown(change, path, unknown) {
        const walk = this.walk(unknown);
        const found = this.find(change);
        if (found === undefined) {
            if (!this.isUnread(change))
                return undefined;
            walk.everything(change.address);
            return walk.slice();
        }
        const { declaration, place } = found;
        if (place.module.unreadable !== undefined) {
            walk.everything(place.module.unreadable);
            return walk.slice();
        }
        const [name, ...steps] = parsePath(path);
        if (typeof name !== 'string')
            return undefined;
        const attribute = attributeOf(declaration, name);
        const shown = shownName(change);
        if (attribute !== undefined && !META.test(name)) {
            // The elements of a set stand in another order than in the text: an index of the plan leads nowhere in it.
            const index = steps.findIndex((step) => typeof step === 'number');
            walk.named(attribute, `${shown}.${name}`, index < 0 ? steps : steps.slice(0, index), place);
            return walk.slice();
        }
        const blocks = blocksOf(declaration, name);
        if (!blocks.some(({ block }) => sets(block, steps)))
            return undefined;
        for (const piece of blocks)
            walk.block(piece, `${shown} ${name}`, place);
        return walk.slice();
    }
    ofOutput(name, unknown) {
        const walk = this.walk(unknown);
        const module = this.material.configuration.module([]);
        const declaration = module?.outputs.get(name);
        if (module === undefined || module.unreadable !== undefined)
            walk.everything(module?.unreadable ?? name);
        else if (declaration !== undefined) {
            const place = { module, instance: [] };
            const value = attributeOf(declaration, 'value');
            if (value !== undefined)
                walk.named(value, `output.${name}`, [], place);
            for (const piece of blocksOf(declaration, 'precondition'))
                walk.block(piece, `output.${name} precondition`, place);
        }
        return walk.slice();
    }
    ofInvocation(invocation, unknown) {
        const walk = this.walk(unknown);
        const instance = moduleSteps(invocation.address);
        const module = this.material.configuration.module(callPath(instance));
        const shown = `${invocation.type}.${invocation.name}`;
        const declaration = module?.actions.get(shown);
        if (module === undefined || declaration === undefined) {
            walk.everything(invocation.address);
            return walk.slice();
        }
        const place = within({ module, instance }, declaration, keyBehind(invocation.address));
        for (const piece of declaration.pieces)
            walk.block(piece, `action.${shown}`, place);
        const key = this.material.providers.keyOf(module.path, `action.${shown}`);
        const keys = key === undefined ? this.material.providers.withFullName(invocation.provider_name) : [{ key }];
        for (const one of keys)
            walk.onProvider?.(one.key);
        return walk.slice();
    }
    ofNamedFile(text) {
        if (!mayNameFile(text))
            return undefined;
        const { files, root } = this.material.configuration;
        const path = resolved(root, text);
        // The runner's own files are no sources: their content is nobody's to review.
        const found = files.isInside(path) ? files.digestOf(path) : undefined;
        if (found === undefined)
            return undefined;
        return sliceFrom([{ kind: found.kind, name: path, file: path, digest: found.digest }]);
    }
    walk(unknown) {
        const walk = new SliceWalk(this.material, unknown);
        const added = new Set();
        walk.onProvider = (key) => {
            if (added.has(key))
                return;
            added.add(key);
            for (const part of providerSlice(this.material, key, unknown, walk.onProvider))
                walk.add(part);
        };
        return walk;
    }
    find(change) {
        const instance = moduleSteps(change.module_address ?? '');
        const module = this.material.configuration.module(callPath(instance));
        const kind = change.mode === 'data' ? module?.data : module?.resources;
        const declaration = kind?.get(`${change.type}.${change.name}`);
        if (module === undefined || declaration === undefined)
            return undefined;
        return { declaration, place: within({ module, instance }, declaration, change.index) };
    }
    /** Its block may stand in what could not be read. */
    isUnread({ module_address: address = '' }) {
        const path = callPath(moduleSteps(address));
        return path.some((_, index) => this.unread(path.slice(0, index))) || this.unread(path);
    }
    unread(path) {
        return this.material.configuration.module(path)?.unreadable !== undefined;
    }
    providerKey(change, { module }) {
        return this.material.providers.keyOf(module.path, shownName(change));
    }
    /** `removed` blocks of its module, and of those around it, that name it or what holds it. */
    removed({ module_address: address = '', type, name }, walk) {
        const steps = moduleSteps(address);
        const target = [...steps.flatMap((step) => ['module', step.name]), type, name];
        for (let depth = 0; depth <= steps.length; depth++) {
            const instance = steps.slice(0, depth);
            const module = this.material.configuration.module(callPath(instance));
            if (module === undefined)
                continue;
            const within = target.slice(depth * 2);
            for (const piece of module.removed) {
                if (names(piece, within))
                    walk.block(piece, `removed ${within.join('.')}`, { module, instance });
            }
        }
    }
    /** Arguments that the block sets and the plan shows as nothing: write-only ones are sent all the same. */
    notShown(change, { declaration, place }, walk, unknown) {
        const shown = shownName(change);
        const { attributes, types } = notShownIn(declaration, change, unknown);
        for (const name of attributes) {
            // Which build it is, as a version that does not exist yet: reviewed as code, in the plan and in the record.
            if (this.material.isCode(change.type, change.change.after, name))
                continue;
            const attribute = META.test(name) ? undefined : attributeOf(declaration, name);
            if (attribute !== undefined)
                walk.named(attribute, `${shown}.${name}`, [], place);
        }
        for (const type of types) {
            if (META.test(type))
                continue;
            for (const piece of blocksOf(declaration, type))
                walk.block(piece, `${shown} ${type}`, place);
        }
    }
}
/** Whether a block sets what a path below its type leads to; indexes say nothing, since elements of a set have no order. */
function sets(block, path) {
    const [name, ...rest] = path.filter((step) => typeof step === 'string');
    if (name === undefined)
        return true;
    const { attributes, blocks } = module_index_contentOf(block);
    if (attributes.some((attribute) => attribute.name === name))
        return true;
    return blocks.some((inner) => not_shown_typeOf(inner) === name && sets(inner, rest));
}
function runsAtDestroy({ attributes }) {
    return attributes.some(({ name, value }) => name === 'when' && value.some(({ text }) => text === 'destroy'));
}
/** Whether the `from` of a `removed` block is this object, or a module around it. */
function names({ block }, target) {
    const from = block.body.attributes.find(({ name }) => name === 'from');
    const reference = from === undefined ? undefined : onlyReference(from.value);
    if (reference === undefined)
        return true;
    const path = [reference.root, ...reference.steps.filter((step) => typeof step === 'string')];
    return path.every((step, index) => step === target[index]);
}
/** The instance key at the end of an address. */
function keyBehind(address) {
    const key = /\[(\d+|"(?:[^"\\]|\\.)*")\]$/.exec(address)?.[1];
    if (key === undefined)
        return undefined;
    return key.startsWith('"') ? JSON.parse(key) : Number(key);
}
function shownName({ mode, type, name }) {
    return `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
}
/** Long texts and those with line breaks are no names of files. */
function mayNameFile(text) {
    return text.length > 0 && text.length < 1024 && !/[\0\n\r]|:\/\//.test(text);
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/configuration.js

/** All modules of a stack, by the calls that lead to them. */
class Configuration {
    files;
    root;
    modules = new Map();
    constructor(modules, files, 
    /** Folder of the root module, relative to the repository: paths without `path.module` start there. */
    root) {
        this.files = files;
        this.root = root;
        const byDirectory = new Map();
        for (const { path, directory, files: own } of modules) {
            // A module that is called many times is read once.
            const index = byDirectory.get(directory) ?? indexModule(own);
            byDirectory.set(directory, index);
            this.modules.set(path.join('.'), { ...index, path, directory });
        }
    }
    module(path) {
        return this.modules.get(path.join('.'));
    }
    all() {
        return [...this.modules.values()];
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/plan-values.js


/** Finds what a reference names: values by the address that a configuration uses, without instance keys. */
class PlanValues {
    instances = new Map();
    constructor(plan) {
        for (const change of [...plan.resource_changes, ...plan.deferred_changes.map((one) => one.resource_change)]) {
            if (change.deposed !== undefined)
                continue;
            const { address, module_address: module = '', mode, type, name, index } = change;
            const steps = moduleSteps(module);
            const { after, after_unknown: unknown, after_sensitive: sensitive } = change.change;
            this.add(mode, steps, type, name, {
                address,
                type,
                module: steps,
                ...(index === undefined ? {} : { key: index }),
                value: after,
                unknown,
                sensitive,
            });
        }
        // What was read while planning is in no change, but in the state that the plan began with.
        const values = isObject(plan.prior_state) ? plan.prior_state.values : undefined;
        if (isObject(values) && isObject(values.root_module))
            this.addStateModule(values.root_module);
    }
    of(mode, module, type, name) {
        return this.instances.get(plan_values_keyOf(mode, module, type, name)) ?? [];
    }
    /** Every instance, sorted by address. */
    all() {
        return [...this.instances.values()].flat().sort((a, b) => (a.address < b.address ? -1 : 1));
    }
    addStateModule(module) {
        for (const resource of listOf(module.resources)) {
            const { address, mode, type, name, index, values, sensitive_values: sensitive } = resource;
            if (mode !== 'data' || typeof address !== 'string')
                continue;
            const steps = moduleSteps(address);
            const known = this.of('data', callPath(steps), String(type), String(name));
            if (known.some((one) => one.address === address))
                continue;
            this.add('data', steps, String(type), String(name), {
                address,
                type: String(type),
                module: steps,
                ...(index === undefined ? {} : { key: index }),
                value: values,
                unknown: undefined,
                sensitive,
            });
        }
        for (const child of listOf(module.child_modules))
            this.addStateModule(child);
    }
    add(mode, module, type, name, instance) {
        const key = plan_values_keyOf(mode, callPath(module), type, name);
        const found = this.instances.get(key);
        if (found === undefined)
            this.instances.set(key, [instance]);
        else
            found.push(instance);
    }
}
function plan_values_keyOf(mode, module, type, name) {
    return [mode, module.join('.'), type, name].join(' ');
}
function listOf(value) {
    return Array.isArray(value) ? value.filter(isObject) : [];
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/provider-keys.js

/** Which provider block each resource and data block uses: Terraform has followed the modules' `providers` already. */
class ProviderKeys {
    keys = new Map();
    configurations = new Map();
    constructor({ configuration }) {
        if (configuration === undefined)
            return;
        if (isObject(configuration.provider_config)) {
            for (const [key, raw] of Object.entries(configuration.provider_config)) {
                if (isObject(raw))
                    this.configurations.set(key, providerConfiguration(key, raw));
            }
        }
        if (isObject(configuration.root_module))
            this.addModule(configuration.root_module, []);
    }
    /** @param address as a configuration writes it, with neither module nor key: `data.aws_x.y` */
    keyOf(module, address) {
        return this.keys.get([...module, address].join(' '));
    }
    get(key) {
        return this.configurations.get(key);
    }
    withFullName(fullName) {
        return [...this.configurations.values()].filter((one) => one.fullName === fullName);
    }
    addModule(module, path) {
        for (const field of ['resources', 'actions']) {
            const list = module[field];
            for (const resource of Array.isArray(list) ? list.filter(isObject) : []) {
                const { address, provider_config_key: key } = resource;
                if (typeof address === 'string' && typeof key === 'string')
                    this.keys.set([...path, address].join(' '), key);
            }
        }
        if (!isObject(module.module_calls))
            return;
        for (const [name, call] of Object.entries(module.module_calls)) {
            if (isObject(call) && isObject(call.module))
                this.addModule(call.module, [...path, name]);
        }
    }
}
function providerConfiguration(key, raw) {
    const { name, alias, full_name: fullName, module_address: module } = raw;
    return {
        key,
        name: typeof name === 'string' ? name : key,
        ...(typeof alias === 'string' ? { alias } : {}),
        fullName: typeof fullName === 'string' ? fullName : '',
        module: typeof module === 'string' ? module.split('.').filter((_, index) => index % 2 === 1) : [],
    };
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/state-location.js


/**
 * Settings that tell one state from another, by backend
 * (https://developer.hashicorp.com/terraform/language/backend). Everything else says how one signs in, or how to behave.
 */
const state_location_WHERE = {
    local: ['path', 'workspace_dir'],
    s3: ['bucket', 'key', 'workspace_key_prefix', 'endpoint', 'endpoints.s3'],
    gcs: ['bucket', 'prefix', 'storage_custom_endpoint'],
    azurerm: ['storage_account_name', 'container_name', 'key', 'resource_group_name', 'subscription_id', 'environment'],
    http: ['address'],
    consul: ['address', 'datacenter', 'path'],
    kubernetes: ['host', 'namespace', 'secret_suffix'],
    oss: ['bucket', 'prefix', 'key', 'region', 'endpoint'],
    cos: ['bucket', 'prefix', 'key', 'region', 'endpoint'],
    oci: ['bucket', 'namespace', 'key', 'region', 'workspace_key_prefix'],
    pg: ['schema_name'],
    remote: ['hostname', 'organization', 'workspaces'],
    cloud: ['hostname', 'organization', 'workspaces'],
};
/** In the settings of a backend that is not listed: what may be a secret, or differs with who signs in. */
const SIGNS_IN = /secret|token|password|credential|access|role|profile|cert|private|auth|user|session|conn/i;
/** Backends that build their own names from these when they are not set. */
const DEFAULTS = {
    local: { path: 'terraform.tfstate' },
    s3: { workspace_key_prefix: 'env:' },
    pg: { schema_name: 'terraform_remote_state' },
};
/**
 * Where the state lies.
 *
 * @param initialised the JSON that `terraform init` leaves in `.terraform/terraform.tfstate`; `undefined` where it left
 *   none, since no backend is configured
 */
function stateLocation(initialised) {
    const backend = isObject(initialised) && isObject(initialised.backend) ? initialised.backend : undefined;
    const type = typeof backend?.type === 'string' ? backend.type : 'local';
    const config = isObject(backend?.config) ? backend.config : {};
    const names = state_location_WHERE[type] ?? Object.keys(config).filter((name) => !SIGNS_IN.test(name));
    const where = names
        .flatMap((name) => {
        const value = state_location_at(config, name.split('.')) ?? DEFAULTS[type]?.[name];
        return value === undefined || value === '' ? [] : [[name, state_location_textOf(value)]];
    })
        .sort(([a], [b]) => (a < b ? -1 : 1));
    // A connection string names the database and holds its password: its host and name are what tells it from others.
    const database = type === 'pg' ? connection(config.conn_str) : undefined;
    const all = database === undefined ? where : [...where, ['database', database]];
    return { backend: type, where: all, digest: digest([type, ...all.flat()]) };
}
function state_location_at(value, [name, ...rest]) {
    if (name === undefined)
        return value ?? undefined;
    const inner = Array.isArray(value) ? value[0] : value;
    return isObject(inner) ? state_location_at(inner[name], rest) : undefined;
}
function state_location_textOf(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}
function connection(text) {
    if (typeof text !== 'string')
        return undefined;
    try {
        const { host, pathname } = new URL(text);
        return `${host}${pathname}`;
    }
    catch {
        const settings = [...text.matchAll(/\b(host|port|dbname)=(\S+)/g)].map(([setting]) => setting);
        return settings.length === 0 ? undefined : settings.join(' ');
    }
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/plan-sources.js












/** Slices and sources of one plan. */
function planSources(plan, read, context) {
    const { words, volatile, isCode = () => false } = context;
    const configuration = new Configuration(read.modules, read.files, read.root);
    const values = new PlanValues(plan);
    const providers = new ProviderKeys(plan);
    namedFiles(configuration, plan.variables);
    return {
        configuration,
        sources: {
            files: read.sourceFiles(),
            variables: variablesOf(plan, configuration, words, volatile),
            state: stateLocation(read.initialised),
        },
        slices: new ChangeSlices({ plan, configuration, values, providers, words, volatile, isCode }),
    };
}
/** Asks for every file that an expression names, so that it stands in the list. */
function namedFiles(configuration, variables) {
    const names = new FileNames(configuration, variables);
    for (const module of configuration.all()) {
        const place = { module, instance: module.path.map((name) => ({ name, key: ANY_KEY })) };
        for (const expression of allExpressions(module)) {
            for (const call of callsIn(expression)) {
                if (readsFile(call))
                    configuration.files.digestOf(names.of(call, place).path);
            }
        }
    }
}
function variablesOf(plan, configuration, words, volatile) {
    const root = configuration.module([]);
    const described = isObject(plan.configuration) && isObject(plan.configuration.root_module);
    const json = described ? plan.configuration?.root_module : undefined;
    const inJson = isObject(json) && isObject(json.variables) ? json.variables : {};
    return Object.entries(plan.variables)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { value }]) => {
        const declaration = root?.variables.get(name);
        const described = inJson[name];
        // In what could not be read nothing says that a value may be shown.
        const sensitive = declaration === undefined
            ? root?.unreadable !== undefined || (isObject(described) && described.sensitive === true)
            : isTrue(declaration, 'sensitive');
        const ephemeral = declaration !== undefined && isTrue(declaration, 'ephemeral');
        if (ephemeral || volatile.has(name))
            return { name, sensitive };
        const text = canonical(value ?? null, words);
        return { name, sensitive, digest: digest([sensitive ? words.keyed(text) : text]) };
    });
}

;// CONCATENATED MODULE: ./lib/src/terraform/destruction/causes.js




/** Terraform's words for what an argument of its own decides, and that argument. */
const DECIDED_BY = {
    delete_because_count_index: 'count',
    delete_because_each_key: 'for_each',
    delete_because_wrong_repetition: 'count',
};
/**
 * The line that forces each replacement, or takes an instance away, by address: the attribute or block that forces it,
 * else the resource. What stands in no block, or in one that could not be read, has none.
 */
function causesOf(configuration, changes) {
    const lines = changes.filter(isReplacedOrDeleted).flatMap((change) => {
        const module = configuration.module(callPath(moduleSteps(change.module)));
        const declaration = module?.resources.get(`${change.type}.${change.name}`);
        const found = declaration === undefined ? undefined : lineOf(declaration, change);
        return found === undefined ? [] : [[change.address, found]];
    });
    return new Map(lines);
}
function lineOf(declaration, { replacePaths, reason = '' }) {
    for (const path of replacePaths) {
        const [name] = parsePath(path);
        const found = typeof name === 'string' ? settingOf(declaration, name) : undefined;
        if (found !== undefined)
            return found;
    }
    if (reason === 'replace_by_triggers')
        return triggersOf(declaration);
    const argument = DECIDED_BY[reason];
    if (argument !== undefined)
        return settingOf(declaration, argument) ?? blockLine(declaration);
    // A replacement that nobody's text asks for, such as that of a tainted object, has no line.
    return replacePaths.length > 0 ? blockLine(declaration) : undefined;
}
function settingOf(declaration, name) {
    const attribute = attributeOf(declaration, name);
    if (attribute !== undefined)
        return lineOfAttribute(attribute);
    const [block] = blocksOf(declaration, name);
    return block === undefined ? undefined : { file: block.file, line: block.block.line };
}
function triggersOf(declaration) {
    for (const { block, file } of blocksOf(declaration, 'lifecycle')) {
        const attribute = block.body.attributes.find(({ name }) => name === 'replace_triggered_by');
        if (attribute !== undefined)
            return lineOfAttribute({ attribute, file });
    }
    return undefined;
}
function lineOfAttribute({ attribute, file }) {
    return { file, line: attribute.line };
}
function blockLine({ pieces }) {
    const [first] = pieces;
    return first === undefined ? undefined : { file: first.file, line: first.block.line };
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/caller-identity.js
/**
 * Who made this plan, as the configuration itself has read it (`aws_caller_identity`): the plan role is not the deploy
 * role, so a value made of it differs between the two by nature. The account is the same and is no part of it.
 */
function callersOf(plan) {
    const root = plan.prior_state?.values?.root_module;
    return root === undefined ? [] : [...new Set(callersIn(root))];
}
function callersIn({ resources = [], child_modules: modules = [] }) {
    const own = resources
        .filter(({ mode, type }) => mode === 'data' && type === 'aws_caller_identity')
        .flatMap(({ values }) => [values?.arn, values?.user_id])
        .filter((value) => typeof value === 'string' && value !== '');
    return [...own, ...modules.flatMap(callersIn)];
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/outside-changes.js


/**
 * What others changed outside Terraform, with what bears on this plan first. Left out are moves, which the plan lists
 * here too as `no-op`, and attributes that only went from null to empty: after an apply, providers report these for
 * nearly every resource.
 */
function driftOf(plan) {
    const relevant = new Set(plan.relevant_attributes.map(({ resource }) => resource));
    const changed = plan.resource_drift.flatMap((raw) => {
        const change = resourceChange(raw);
        if (change.action === 'no-op')
            return [];
        if (change.action !== 'update')
            return [change];
        const changedAttributes = change.changedAttributes.filter((name) => !isNullToEmpty(raw, name));
        return changedAttributes.length === 0 ? [] : [{ ...change, changedAttributes }];
    });
    return [
        ...changed.filter(({ address }) => relevant.has(address)),
        ...changed.filter(({ address }) => !relevant.has(address)),
    ];
}
function isNullToEmpty({ change: { before, after } }, name) {
    return isObject(before) && isObject(after) && outside_changes_isEmpty(before[name]) && outside_changes_isEmpty(after[name]);
}
function outside_changes_isEmpty(value) {
    if (value === undefined || value === null || value === '')
        return true;
    return typeof value === 'object' && Object.keys(value).length === 0;
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/parts.js

/** Outputs that change, sorted by name. An output that stays is listed in the JSON as `no-op`. */
function outputChanges(plan) {
    return Object.entries(plan.output_changes)
        .filter(([, { actions }]) => actions.some((action) => action !== 'no-op'))
        .map(([name, change]) => {
        const [action] = change.actions;
        const single = change.actions.length === 1 && (action === 'create' || action === 'delete');
        return {
            name,
            action: single ? action : 'update',
            sensitive: holdsTrue(change.before_sensitive) || holdsTrue(change.after_sensitive),
        };
    })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
}
/** Checks and conditions that do not pass, one entry for each instance that says so. */
function checkFailures(plan) {
    return plan.checks.flatMap(({ address, status, instances }) => {
        const found = instances.flatMap((instance) => failure(instance.address?.to_display ?? address.to_display, instance));
        return found.length > 0 ? found : failure(address.to_display, { status });
    });
}
function failure(address, { status, problems }) {
    if (status !== 'fail' && status !== 'error' && status !== 'unknown')
        return [];
    return [{ address, status, messages: (problems ?? []).map(({ message }) => message ?? '').filter(Boolean) }];
}
function actionInvocations(plan) {
    return [
        ...plan.action_invocations.map((raw) => invocation(raw)),
        ...plan.deferred_action_invocations.map(({ reason, action_invocation: raw }) => invocation(raw, reason)),
    ];
}
function invocation(raw, deferred) {
    const trigger = raw.lifecycle_action_trigger?.triggering_resource_address;
    return {
        address: raw.address,
        type: raw.type,
        provider: raw.provider_name ?? '',
        ...(typeof trigger === 'string' ? { trigger } : {}),
        ...(deferred === undefined ? {} : { deferred }),
    };
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/classify.js





/**
 * Decides what a plan would do. Classes rank `none < state-only < outputs-only < code < change < destructive`, and a
 * plan has the class of its heaviest part; `code` is given only to a plan that holds nothing but package values,
 * because no review is asked for it.
 * @param packages those that this action makes; of other packages nobody reviewed the code
 */
function changeSet(plan, packages) {
    const all = plan.resource_changes.filter(({ mode }) => mode !== 'ephemeral');
    const resources = all.map(resourceChange).filter(isShown);
    const outputs = outputChanges(plan);
    const parts = {
        resources,
        outputs,
        drift: driftOf(plan),
        checks: checkFailures(plan),
        deferred: plan.deferred_changes.map(({ reason, resource_change: change }) => ({
            reason,
            change: resourceChange(change),
        })),
        invocations: actionInvocations(plan),
        ...(plan.errored ? { errored: true } : {}),
    };
    const counts = count(resources, outputs);
    const onlyCode = counts.change > 0 && plan.resource_changes.every((change) => isNoOp(change) || isPackageOnly(change, packages));
    return { class: classify(counts, parts, onlyCode), counts, ...parts };
}
function classify(counts, { resources, outputs, deferred, invocations }, onlyCode) {
    if (resources.some(isReplacedOrDeleted))
        return 'destructive';
    const later = deferred.length + invocations.length;
    const stateOnly = counts.move + counts.import + counts.forget;
    if (onlyCode && later + outputs.length === 0)
        return 'code';
    if (counts.add + counts.change + later > 0)
        return 'change';
    if (outputs.length > 0)
        return 'outputs-only';
    return stateOnly > 0 ? 'state-only' : 'none';
}
function count(resources, outputs) {
    const managed = resources.filter(({ mode }) => mode === 'managed');
    const among = (test) => managed.filter(test).length;
    const replace = among(({ action }) => destroysAndCreates(action));
    const replacedButKept = among(({ action }) => change_set_isReplacement(action)) - replace;
    return {
        add: among(({ action }) => action === 'create') + replace + replacedButKept,
        change: among(({ action }) => action === 'update'),
        destroy: among(({ action }) => action === 'delete') + replace,
        replace,
        import: among(({ importId }) => importId !== undefined),
        move: among(({ previousAddress }) => previousAddress !== undefined),
        forget: among(({ action }) => action === 'forget') + replacedButKept,
        outputs: outputs.length,
    };
}
/** Terraform reports a move and an import as `no-op`, with a `previous_address` or an import id. */
function isShown({ mode, action, previousAddress, importId }) {
    if (mode === 'data')
        return action === 'read';
    return action !== 'no-op' || previousAddress !== undefined || importId !== undefined;
}
function isNoOp({ mode, change, previous_address: from, address }) {
    if (mode !== 'managed')
        return true;
    return change.actions[0] === 'no-op' && !change.importing && (from === undefined || from === address);
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/unseen.js
/** Of each change that has any. */
function unseenOf(changes) {
    return changes.flatMap((change) => {
        const { address, type, beside, unknown } = change;
        const programs = beside.parts.filter(({ name }) => / provisioner /.test(name));
        // `provider aws.east`, behind the module that it is of.
        const provider = beside.parts.find(({ kind, name }) => kind === 'provider' && /\.[\w-]+$/.test(name));
        const sent = beside.parts.filter(({ kind, name }) => kind === 'expression' && name.startsWith(`${type}.`));
        const made = unknown.flatMap(({ path, slice }) => {
            const from = (slice?.parts ?? []).filter(({ kind, file }) => file !== undefined && kind !== 'provider');
            return from.length === 0 ? [] : [{ path, from }];
        });
        if (programs.length + sent.length + made.length === 0 && provider === undefined)
            return [];
        return [{ address, programs, sent, made, ...(provider === undefined ? {} : { provider: provider.name }) }];
    });
}

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/volatile-values.js

/** Ids of runs on github.com have ten digits and more; an enterprise server begins at 1. */
const SHORTEST_RUN_ID = 9;
const SHORTEST_VARIABLE = 8;
const HEXADECIMAL = /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/gi;
/**
 * @param timestamp the plan's own: `plantimestamp()` is known, and another one each time
 * @param packages their keys name code, which is reviewed as code
 */
function tokenizer(values, timestamp, packages) {
    const literals = [
        [values.workspacePath.replace(/\/$/, ''), '<workspace>'],
        [timestamp ?? '', '<plan-time>'],
        ...(values.caller ?? []).map((caller) => [caller, '<caller>']),
        ...(values.variables ?? [])
            .filter(([, value]) => value.length >= SHORTEST_VARIABLE)
            .map(([name, value]) => [value, `<variable ${name}>`]),
    ];
    const patterns = literals
        .filter(([literal]) => literal.length > 1)
        .map(([literal, token]) => [new RegExp(bounded(literal), 'g'), token]);
    const run = runPattern(values.runId);
    const keys = packages === undefined || packages.names.length === 0 ? undefined : ownPackageKeys(packages);
    return (text) => {
        let replaced = text;
        for (const [pattern, token] of patterns)
            replaced = replaced.replace(pattern, () => token);
        if (run !== undefined)
            replaced = replaced.replace(run, () => '<run>');
        replaced = replaced.replace(HEXADECIMAL, (digits) => values.commits.some((commit) => commit.startsWith(digits.toLowerCase())) ? '<commit>' : digits);
        return keys === undefined ? replaced : replaced.replace(keys, 'package:$1');
    };
}
/** A short number may be anything, such as a port: it is this run's only in the address of a run. */
function runPattern(runId) {
    if (runId === '')
        return undefined;
    const before = runId.length < SHORTEST_RUN_ID ? '(?<=/runs/)' : '(?<!\\d)';
    return new RegExp(`${before}${volatile_values_escaped(runId)}(?!\\d)`, 'g');
}
/** A path does not stand in a longer name: `/src/shop` is not in `/src/shop-admin`. */
function bounded(literal) {
    return `${volatile_values_escaped(literal)}(?![\\w-])`;
}
function volatile_values_escaped(literal) {
    return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

;// CONCATENATED MODULE: ./lib/src/operation/run/plan-commands.js

/** Settings of a backend that say where the state is, and no secret. */
const plan_commands_SHOWN = /^(?:bucket|key|region|prefix|workspace_key_prefix|container_name|storage_account_name|path)=/;
/** The commands that make a plan again on another machine. Values that may be secret are left for the reader to fill in. */
function planCommands(infrastructure) {
    if (infrastructure === undefined)
        return [];
    const { directory, workspace, backendConfig, varFiles, variables, binary } = infrastructure;
    const program = `${binary.split('/').at(-1)} -chdir=${directory}`;
    const from = (file) => (0,external_node_path_.relative)(directory, file) || file;
    const settings = backendConfig.map((setting) => setting.includes('=') ? (plan_commands_SHOWN.test(setting) ? setting : `${setting.split('=')[0]}=...`) : from(setting));
    return [
        [`${program} init`, ...settings.map((setting) => `-backend-config=${plan_commands_quoted(setting)}`)].join(' '),
        ...(workspace === 'default' ? [] : [`${program} workspace select ${plan_commands_quoted(workspace)}`]),
        [
            `${program} plan`,
            ...varFiles.map((file) => `-var-file=${plan_commands_quoted(from(file))}`),
            ...[...variables.keys()].map((name) => `-var '${name}=...'`),
        ].join(' '),
    ];
}
function plan_commands_quoted(text) {
    return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/plan-report.js














/** What the action itself gives Terraform: which build of each package it is. */
const PACKAGES_VARIABLE = 'lambda_packages';
/** Reads what Terraform planned: class, counts, fingerprint, and what is compared with a review. */
function planReport(files, context, { lineage, aws }) {
    const plan = readPlan(files.json);
    const { sources, planned, configuration } = planComparison(plan, files, context, lineage);
    const { workspace } = context.identity;
    const { account, region } = aws;
    const reviewed = {
        ...reviewedChanges(planned),
        files: sources.files,
        place: {
            workspace,
            state: sources.state.digest,
            ...(account === undefined ? {} : { account }),
            ...(region === undefined ? {} : { region }),
        },
    };
    const changes = changeSet(plan, planned.packages);
    const report = {
        changes,
        causes: causesOf(configuration, changes.resources),
        text: files.text,
        fingerprint: fingerprintOfPlan(reviewed),
        unseen: unseenOf(reviewed.changes),
        ...(plan.terraform_version === '' ? {} : { terraform: plan.terraform_version }),
        commands: planCommands(context.config.infrastructure),
        diagnostics: files.diagnostics,
        sensitiveValues: sensitiveValues(plan),
    };
    return {
        report,
        compared: { reviewed, planned: both(planned, () => planComparison(plan, files, context, undefined)) },
    };
}
/** Without the key only where a record has none: it takes a second reading of the configuration. */
function both(keyed, withoutKey) {
    let plain;
    const changes = plannedChanges(keyed);
    return {
        keyed: changes,
        get plain() {
            plain ??= keyed.digesting.keyed === undefined ? changes : plannedChanges(withoutKey().planned);
            return plain;
        },
    };
}
function planComparison(plan, files, context, lineage) {
    const { digesting, packages } = digestingOf(plan, context, lineage);
    const { tokenize, keyed } = digesting;
    const words = {
        text: (value) => tokenize(typeof value === 'string' ? value : JSON.stringify(value)),
        keyed: (text) => keyed?.(text) ?? 'sensitive',
    };
    const { sources, slices, configuration } = planSources(plan, files.sources, {
        words,
        volatile: new Set([...volatileVariables(context), ...(packages === undefined ? [] : [PACKAGES_VARIABLE])]),
        isCode: (type, after, attribute) => packageAttributes(type, after, packages)(attribute),
    });
    return {
        sources,
        configuration,
        planned: { plan, slices, digesting, ...(packages === undefined ? {} : { packages }) },
    };
}
/** How values of this run enter a digest: what differs from run to run by nature, and the key of sensitive ones. */
function digestingOf(plan, context, lineage) {
    const { packages: wanted } = context.config;
    const packages = wanted === undefined ? undefined : { bucket: wanted.bucket, names: wanted.packages.map(({ name }) => name) };
    const variables = volatileVariables(context).flatMap((name) => {
        const value = plan.variables[name]?.value;
        return typeof value === 'string' ? [[name, value]] : [];
    });
    const volatile = {
        commits: [context.run.sha, commitOf(context)],
        runId: context.run.id,
        workspacePath: context.workspace,
        caller: callersOf(plan),
        variables,
    };
    return {
        digesting: {
            tokenize: tokenizer(volatile, plan.timestamp, packages),
            keyed: lineage === undefined ? undefined : keyedDigest(lineage),
            substitute: (_path, value) => value,
            ignoreUnknown: () => false,
        },
        ...(packages === undefined ? {} : { packages }),
    };
}
function volatileVariables({ config }) {
    return config.infrastructure?.volatileVariables ?? [];
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/require-saved.js




/**
 * Refuses to apply while an earlier apply has made what the state lacks: Terraform would make it a second time. What this
 * plan imports is as good as saved. A mark whose resources are all in the state is cleared.
 *
 * @returns the marks that are to be cleared when this plan has been applied: it may replace what it imports
 */
async function requireSaved({ identity, repository }, json, { github, terraform, log }) {
    const marks = await github.unsaved(deployTask(identity), identity.stage);
    if (marks.length === 0)
        return [];
    const state = await terraform.state();
    const imported = new Set(readPlan(json).resource_changes.flatMap(({ address, change }) => (change.importing ? [address] : [])));
    const importing = [];
    for (const mark of marks) {
        const lacking = lackingIn(state, mark.made);
        const left = lacking.filter(({ address }) => !imported.has(address));
        if (left.length > 0)
            throw refusal(mark, left, `${repository.owner}/${repository.name}`);
        if (lacking.length > 0) {
            importing.push(mark);
            continue;
        }
        await github.clearUnsaved(mark.id);
        log.info(`Everything that ${mark.runUrl} has made is in the state`);
    }
    return importing;
}
function refusal({ id, runUrl }, lacking, repository) {
    return new src_errors/* ActionError */.lZ({
        what: 'The state lacks what an earlier apply has made, so nothing is applied',
        found: lacking.map(({ address, id }) => (id === undefined ? address : `${address} (${id.value})`)).join(', '),
        wayOut: `Merge a pull request that adds these blocks, or delete the resources in AWS. The apply was ${runUrl}\n` +
            `${importBlocks(lacking)}\n` +
            `When none of them exists any more: gh api repos/${repository}/deployments/${id}/statuses -f state=inactive`,
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/deploy-stack.js











/** The steps of an infrastructure's deploy, in order. */
function infrastructureSteps({ config }) {
    const { packages, init, plan, start, review, apply, functions, versions, outputs } = STEPS;
    return config.packages === undefined
        ? [init, plan, review, apply, outputs]
        : [init, packages, plan, start, review, apply, functions, versions, outputs];
}
/** How often a plan that went stale between comparison and apply is made again. */
const FURTHER_PLANS = 2;
/** One deploy of one root module: packages, plan, comparison with the review, apply, stack outputs. */
class InfrastructureDeploy {
    run;
    ports;
    /** What Terraform is told of the packages; known before it plans. */
    #lane;
    /** Marks of unsaved states that the plan mends. */
    #importing = [];
    constructor(run, ports) {
        this.run = run;
        this.ports = ports;
    }
    /** Everything up to a plan that may be applied. Packages are stored, which changes nothing that runs. */
    async prepare() {
        const packages = this.#storedPackages();
        await this.run.step(STEPS.init, () => beside(packages, () => this.ports.terraform.init()));
        this.#lane = await this.#laneOf(packages);
        return await this.#reviewedPlan();
    }
    /** Applies it, and checks that functions and stages are what was applied. */
    async apply(plan) {
        const { run, ports } = this;
        const { json } = await this.#applied(plan);
        for (const { id } of this.#importing)
            await this.ports.github.clearUnsaved(id);
        const lane = this.#lane;
        const { packages } = ports;
        const config = run.context.config.packages;
        if (lane !== undefined && packages !== undefined && config !== undefined) {
            const wanted = { ...packages, terraform: ports.terraform };
            const check = () => backEndChecked(json, lane, config, wanted);
            const { warnings } = await run.step(STEPS.functions, check, ({ sentence }) => sentence);
            run.findings.warnings.push(...warnings);
            const prune = () => pruneVersions(json, lane.prepared, packages.functions.versions);
            const pruned = await run.step(STEPS.versions, prune, ({ sentence }) => sentence);
            run.findings.warnings.push(...pruned.warnings);
        }
        const outputs = await run.step(STEPS.outputs, () => ports.terraform.outputs());
        this.run.findings.stackOutputs = outputs;
        return outputs;
    }
    /** Stored before the plan: what Terraform deploys has to be there. */
    #storedPackages() {
        const { packages } = this.ports;
        const wanted = this.run.context.config.packages;
        if (wanted === undefined || packages === undefined)
            return undefined;
        return stored(wanted, packages, this.run.context.signal);
    }
    async #laneOf(packages) {
        if (packages === undefined)
            return undefined;
        const lane = await this.run.step(STEPS.packages, () => packages, packagesSentence);
        this.run.findings.packages = lane.reports;
        return lane;
    }
    async #reviewedPlan() {
        const { run } = this;
        const { context, findings } = run;
        const { terraform, github, log, aws } = this.ports;
        const { file, json, report, compared } = await run.step(STEPS.plan, async () => {
            const variables = this.#lane?.variables ?? new Map();
            const files = await terraform.plan({ destroy: false, lock: true, variables, withoutText: true });
            const made = planReport(files, context, { lineage: await terraform.lineage(), aws });
            return { file: files.planFile, json: files.json, ...made };
        }, (planned) => planSentence(planned.report.changes));
        findings.plan = report;
        findings.diagnostics.push(...report.diagnostics);
        const lane = this.#lane;
        if (lane !== undefined) {
            const start = await run.step(STEPS.start, async () => startChecked(json, lane), startSentence);
            findings.warnings.push(...start.warnings.filter((warning) => !findings.warnings.includes(warning)));
        }
        // Terraform may have waited for the lock of a deploy that was newer.
        await requireNewest(context, github);
        this.#importing = await requireSaved(context, json, { github, terraform, log });
        const reviewed = () => run.step(STEPS.review, async () => {
            const patterns = context.config.protect;
            const carried = (deployed) => carriedPulls(context, github, deployed);
            const allowed = await checkProtection({ context, report, patterns, carried }, { github });
            if (allowed !== undefined)
                log.info(allowed);
            return await checkReview({ context, report, compared }, { log, github, stack: terraform });
        }, ({ sentence }) => sentence);
        let review;
        try {
            review = await reviewed();
            findings.review = review;
        }
        finally {
            // A plan that equals its review has been read there; making its text takes as long as reading the plan.
            if (review?.verdict !== 'same')
                findings.plan = { ...report, text: await displayed(terraform, file) };
        }
        return { file, json };
    }
    /** Terraform's lock spans one command only: what changed the state in between makes the plan stale. */
    async #applied(first) {
        let plan = first;
        for (let further = 0;; further++) {
            try {
                const { file } = plan;
                await this.run.step(STEPS.apply, () => this.run.applying((changed) => this.ports.terraform.apply(file, changed)), () => this.#appliedSentence());
                return plan;
            }
            catch (thrown) {
                const stale = thrown instanceof TerraformFailure && thrown.kind === 'stale-plan';
                if (!stale || further === FURTHER_PLANS)
                    throw thrown;
                this.ports.log.info('The state changed after the plan was made: planning and comparing again.');
                plan = await this.#reviewedPlan();
            }
        }
    }
    #appliedSentence() {
        const { plan } = this.run.findings;
        return plan === undefined ? undefined : `Applied: ${planSentence(plan.changes)}`;
    }
}
/** A cancel ends it too, and is said by the step that it ended. */
async function displayed(terraform, file) {
    return await terraform.display(file).catch(() => '');
}

;// CONCATENATED MODULE: ./lib/src/operation/run/attempt.js


/** Never throws: a failure is an outcome, since what is live has to be reported. */
async function attempt(work) {
    try {
        return { sentence: await work() };
    }
    catch (thrown) {
        if (thrown instanceof SupersededRun)
            return { skipped: thrown.parts.what };
        const error = (0,src_errors/* asError */.zR)(thrown);
        return { failure: error instanceof src_errors/* ActionError */.lZ ? error : unexpected(error) };
    }
}
/** An error that nobody foresaw keeps its own words and its cause, so that the log can show the stack. */
function unexpected(error) {
    return new src_errors/* ActionError */.lZ({ what: `${error.name}: ${error.message}`, cause: error });
}

;// CONCATENATED MODULE: ./lib/src/operation/run/progress.js


/**
 * The steps of a run, in order: each is a heading in the log and a row in the summary. What was announced and not
 * reached is what a failure left undone.
 */
class Progress {
    #log;
    #signal;
    #steps = [];
    #announced;
    /** @param intended the steps that this run intends, so that a failure can name those it did not reach */
    constructor(log, signal, intended) {
        this.#log = log;
        this.#signal = signal;
        this.#announced = [...intended];
    }
    /** Runs one step. A cancelled run does not begin another one. */
    async step(kind, work, detail) {
        if (this.#signal.aborted)
            throw new src_errors/* CancelledError */.cc(`"${kind.title}", before it began`);
        const began = Date.now();
        const seconds = () => (Date.now() - began) / 1000;
        return await this.#log.group(kind.title, async () => {
            try {
                const result = await work();
                const said = detail?.(result);
                if (said !== undefined)
                    this.#log.info(said);
                this.#record({ ...kind, state: 'done', seconds: seconds(), ...(said === undefined ? {} : { detail: said }) });
                return result;
            }
            catch (thrown) {
                // Nothing went wrong in it: it was given up.
                if (thrown instanceof SupersededRun)
                    throw thrown;
                this.#record({ ...kind, state: 'failed', seconds: seconds(), detail: (0,src_errors/* asError */.zR)(thrown).message });
                throw thrown;
            }
        });
    }
    /** Everything so far, and what was announced but not reached. */
    steps() {
        return [...this.#steps, ...this.#announced.map((kind) => ({ ...kind, state: 'not-reached' }))];
    }
    #record(step) {
        this.#steps.push(step);
        const at = this.#announced.findIndex(({ id }) => id === step.id);
        if (at >= 0)
            this.#announced.splice(at, 1);
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/run/operation-run.js





/** One operation on its way: what is known of the run, its steps, and what it has found. */
class OperationRun {
    context;
    operation;
    findings = { warnings: [], diagnostics: [] };
    progress;
    /** @param intended the steps that this run intends, so that a failure can name those it did not reach */
    constructor(context, operation, log, intended) {
        this.context = context;
        this.operation = operation;
        this.progress = new Progress(log, context.signal, intended);
    }
    /** Runs one step. A cancelled run does not begin another one. */
    async step(kind, work, detail) {
        return await this.progress.step(kind, work, detail);
    }
    /** Applies, and keeps how far it came, also where it fails. `apply` is told of the steps by what it is given. */
    async applying(apply) {
        const changes = new AppliedChanges();
        const planned = this.findings.plan?.changes.resources ?? [];
        try {
            await apply((event) => changes.add(event));
            this.findings.applied = changes.of(planned, true);
        }
        catch (thrown) {
            this.findings.applied = changes.of(planned, false);
            throw thrown;
        }
    }
    /**
     * Runs the operation and makes its outcome, of a failure too. `work` returns the run as one sentence. A
     * `SupersededRun` had nothing to do, and has not failed.
     */
    async conclude(work) {
        const ended = await attempt(work);
        if ('sentence' in ended)
            return this.succeeded(ended.sentence);
        if ('skipped' in ended)
            this.findings.warnings.push(ended.skipped);
        const outcome = this.succeeded('');
        if ('skipped' in ended)
            return { ...outcome, result: 'skipped', sentence: `Skipped: ${ended.skipped}` };
        const { failure } = ended;
        const step = outcome.steps.find(({ state }) => state === 'failed');
        const where = step === undefined ? '' : ` at "${step.title}"`;
        return {
            ...outcome,
            result: 'failed',
            sentence: `The ${this.operation} of ${this.context.identity.stage} failed${where}: ${failure.parts.what}`,
            failure,
            diagnostics: [...outcome.diagnostics, ...(failure instanceof TerraformFailure ? failure.diagnostics : [])],
        };
    }
    /** The outcome of a run that has done what it should, or has until now. */
    succeeded(sentence) {
        const { context, operation, progress, findings } = this;
        return {
            operation,
            result: 'succeeded',
            identity: context.identity,
            commit: commitOf(context),
            runUrl: context.run.url,
            sentence,
            steps: progress.steps(),
            ...findings,
        };
    }
}

// EXTERNAL MODULE: ./node_modules/picomatch/index.js
var picomatch = __webpack_require__(4006);
// EXTERNAL MODULE: external "node:path/posix"
var posix_ = __webpack_require__(3916);
// EXTERNAL MODULE: ./node_modules/mrmime/index.mjs
var mrmime = __webpack_require__(6059);
;// CONCATENATED MODULE: ./lib/src/site/content-type.js


const UNKNOWN_TYPE = 'application/octet-stream';
const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** What sites serve and the table of the library lacks or calls otherwise (IANA's registry; for scripts, RFC 9239). */
const MORE = new Map(Object.entries({
    '3mf': 'model/3mf',
    aac: 'audio/aac',
    apk: 'application/vnd.android.package-archive',
    avif: 'image/avif',
    bmp: 'image/bmp',
    br: UNKNOWN_TYPE,
    cjs: 'text/javascript',
    docx: `${OFFICE}.wordprocessingml.document`,
    dotx: `${OFFICE}.wordprocessingml.template`,
    eot: 'application/vnd.ms-fontobject',
    epub: 'application/epub+zip',
    flac: 'audio/flac',
    glb: 'model/gltf-binary',
    gltf: 'model/gltf+json',
    gpx: 'application/gpx+xml',
    heic: 'image/heic',
    ico: 'image/x-icon',
    ics: 'text/calendar',
    jxl: 'image/jxl',
    kml: 'application/vnd.google-earth.kml+xml',
    kmz: 'application/vnd.google-earth.kmz',
    m3u8: 'application/vnd.apple.mpegurl',
    m4a: 'audio/mp4',
    m4v: 'video/x-m4v',
    markdown: 'text/markdown',
    md: 'text/markdown',
    mjs: 'text/javascript',
    mkv: 'video/x-matroska',
    mobileconfig: 'application/x-apple-aspen-config',
    mpd: 'application/dash+xml',
    odp: 'application/vnd.oasis.opendocument.presentation',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odt: 'application/vnd.oasis.opendocument.text',
    opus: 'audio/ogg',
    pkpass: 'application/vnd.apple.pkpass',
    ppt: 'application/vnd.ms-powerpoint',
    pptx: `${OFFICE}.presentationml.presentation`,
    doc: 'application/msword',
    xls: 'application/vnd.ms-excel',
    stl: 'model/stl',
    tif: 'image/tiff',
    tiff: 'image/tiff',
    toml: 'application/toml',
    ts: 'video/mp2t',
    usdz: 'model/vnd.usdz+zip',
    vcf: 'text/vcard',
    vtt: 'text/vtt',
    wasm: 'application/wasm',
    webmanifest: 'application/manifest+json',
    xlsx: `${OFFICE}.spreadsheetml.sheet`,
}));
/** Names below `.well-known/` that have no extension to go by (IANA's registry of well-known addresses). */
const WELL_KNOWN = new Map(Object.entries({
    'apple-app-site-association': 'application/json',
    'apple-developer-merchantid-domain-association': 'text/plain',
    'atproto-did': 'text/plain',
    discord: 'text/plain',
    'host-meta': 'application/xrd+xml',
    jwks: 'application/json',
    nodeinfo: 'application/json',
    'oauth-authorization-server': 'application/json',
    'oauth-protected-resource': 'application/json',
    'openid-configuration': 'application/json',
    webfinger: 'application/jrd+json',
    'matrix/client': 'application/json',
    'matrix/server': 'application/json',
}));
/**
 * The media type of a file by its name, from a table in the bundle: the operating system's own table differs from
 * runner to runner. Text says its charset, since browsers otherwise guess; JSON and XML carry theirs.
 */
function contentTypeOf(path) {
    const type = wellKnown(path) ?? byExtension(path) ?? UNKNOWN_TYPE;
    return type.startsWith('text/') && type !== 'text/xml' ? `${type}; charset=utf-8` : type;
}
/** Whether its name says what it is, plain bytes included. */
function hasKnownType(path) {
    return (wellKnown(path) ?? byExtension(path)) !== undefined;
}
function wellKnown(path) {
    const [, inside] = /(?:^|\/)\.well-known\/(.+)$/.exec(path) ?? [];
    if (inside === undefined)
        return (0,posix_.basename)(path) === 'apple-app-site-association' ? 'application/json' : undefined;
    if (inside.startsWith('acme-challenge/'))
        return 'text/plain';
    return WELL_KNOWN.get(inside);
}
function byExtension(path) {
    const extension = (0,posix_.extname)(path.startsWith('.') && !path.includes('/') ? `x${path}` : path)
        .slice(1)
        .toLowerCase();
    if (extension === '')
        return undefined;
    const known = MORE.get(extension);
    // The library looks into an object, which has `constructor` and `toString` too.
    const found = known ?? (0,mrmime/* lookup */.$)(extension);
    return typeof found === 'string' ? found : undefined;
}
/** Whether browsers show it as a page. */
function isPage(contentType) {
    return /^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}
const content_type_META = /<meta\s[^>]*charset\s*=\s*["']?\s*([\w-]+)/i;
const STYLE = /^@charset "([\w-]+)";/;
/** A page's or a style's own charset is not contradicted. @param head its first 1,024 bytes, where HTML looks for it */
function withOwnCharset(contentType, head) {
    const own = (contentType.startsWith('text/css') ? STYLE : content_type_META).exec(head)?.[1];
    return own === undefined ? contentType : contentType.replace(/; charset=utf-8$/, `; charset=${own.toLowerCase()}`);
}

;// CONCATENATED MODULE: ./lib/src/site/file-phase.js


/** What names pages: read by a tab that is open, it must not say of a release what is not there yet. */
const WATCHES_PAGES = /^(?:(?:[\w-]*[-_.])?(?:sw|service[-_]?worker)(?:[-_.][\w-]+)?\.[cm]?js|ngsw-worker\.js|safety-worker\.js|onesignalsdk(?:updater)?worker\.js|ngsw\.json|asset-manifest\.json|precache[-.]?manifest[\w.-]*\.(?:js|json)|workbox-config\.json|version\.json)$/i;
/** Read with a page, and as fresh as it has to be. */
const DATA_NAME = /(?:\.webmanifest|\.data)$|^(?:manifest|page-data|app-data|__data|_payload|q-data|hashmap|importmap|import-map|config|env|runtime-config|app-?settings|settings|mf-manifest|federation\.manifest|federation-manifest|remoteEntry|mf-stats)\.json$|^(?:remoteEntry|env|env-config|runtime-config|config)\.[cm]?js$/i;
const DATA_FOLDER = /(?:^|\/)(?:page-data\/.+\.json|_next\/data\/.+\.json|_nuxt\/builds\/.+\.json|_app\/env\.js)$/;
const LATEST_BUILD = /(?:^|\/)_nuxt\/builds\/latest\.json$/;
/** @param hasFile asked for the page that a text belongs to */
function phaseOf(path, contentType, releaseFile, hasFile = () => false) {
    if (path === releaseFile)
        return 'release';
    const name = (0,posix_.basename)(path);
    if (WATCHES_PAGES.test(name) || LATEST_BUILD.test(path))
        return 'worker';
    // A page stays a page whatever its name: it is what people hold an address of, so it may change in place.
    if (isPage(contentType) || DATA_NAME.test(name) || DATA_FOLDER.test(path) || isPageText(path, hasFile))
        return 'page';
    return 'other';
}
/** Next writes a page's data beside it as text: `about.txt` or `about/__next._tree.txt`. */
function isPageText(path, hasFile) {
    if (!path.endsWith('.txt'))
        return false;
    if (/(?:^|\/)__next[.\w!$@()[\]-]*\.txt$/.test(path))
        return true;
    const bare = path.slice(0, -'.txt'.length);
    return hasFile(`${bare}.html`) || hasFile(`${bare}/index.html`);
}

;// CONCATENATED MODULE: ./lib/src/site/file-headers.js



const NO_FACTS = { lasting: new Set(), contentTypes: new Map(), hasFile: () => false };
/** A year, which RFC 9111 readers take for ever; browsers do not even revalidate it on reload. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
const ALWAYS_ASK = 'no-cache';
const AN_HOUR = 'public, max-age=3600';
/** @returns a function that says how a file is served and when it goes up; the first rule that matches wins */
function fileTraits(rules, releaseFile, facts = NO_FACTS) {
    const matchers = rules.map((rule) => ({ rule, matches: globMatcher([rule.match]) }));
    return (path) => {
        const rule = matchers.find(({ matches }) => matches(path))?.rule;
        const contentType = rule?.contentType ?? facts.contentTypes.get(path) ?? contentTypeOf(path);
        const phase = phaseOf(path, contentType, releaseFile, facts.hasFile);
        // A rule is above all: with `immutable` it means it everywhere, without it takes it back.
        const lasting = phase !== 'release' &&
            (rule === undefined ? phase === 'other' && facts.lasting.has(path) : isImmutable(rule.cacheControl));
        const usual = lasting ? IMMUTABLE : phase === 'other' ? AN_HOUR : ALWAYS_ASK;
        return {
            contentType,
            cacheControl: rule?.cacheControl ?? usual,
            phase: lasting && phase === 'other' ? 'asset' : phase,
            lasting,
        };
    };
}
/** Whether browsers keep it without asking, so that nothing can take it back. */
function isImmutable(cacheControl) {
    return /\bimmutable\b/i.test(cacheControl);
}
/** Globs on paths inside the site's folder: dot files count, and a glob without `/` is about names. */
function globMatcher(globs) {
    if (globs.length === 0)
        return () => false;
    const matchers = globs.map((glob) => {
        const rooted = glob.startsWith('/') ? glob.slice(1) : glob;
        // `drafts/` means what is in it.
        const whole = rooted.endsWith('/') ? `${rooted}**` : rooted;
        return picomatch(whole, { dot: true, basename: !glob.includes('/') });
    });
    return (path) => matchers.some((matches) => matches(path));
}

;// CONCATENATED MODULE: ./lib/src/site/gone-names.js

/** As long as a cache may keep what it was told of such a name. */
const REMEMBERED_DAYS = 365;
/** A line of the manifest each: the newest are kept. */
const gone_names_MOST = 5000;
const DAY_MS = 86_400_000;
/** Adds names; those that are back, or gone for a year, are forgotten. Oldest first. */
function rememberGone(before, deleted, isBack, now) {
    const since = new Date(now.getTime() - REMEMBERED_DAYS * DAY_MS).toISOString();
    const all = [...(before ?? []), ...deleted.map((path) => [path, now.toISOString()])]
        .filter(([path, when]) => when >= since && !isBack(path))
        .sort(([a, whenA], [b, whenB]) => (whenA === whenB ? (a < b ? -1 : 1) : whenA < whenB ? -1 : 1));
    return new Map(all.slice(-gone_names_MOST));
}
/**
 * Whether a name was live once and is not there any more: pruned, or deleted by somebody else. Whoever asked for it in the
 * meantime made the edge keep a 404. What a run that died only intended has no page: pages go up after all that they name.
 */
function wasLive(manifest, path) {
    return manifest?.gone?.has(path) === true || (manifest?.files.get(path)?.etag ?? '') !== '';
}
/** Those of these paths whose names lasted. */
function lastingOf(manifest, paths) {
    return [...paths].filter((path) => isImmutable(manifest?.files.get(path)?.cacheControl ?? ''));
}

;// CONCATENATED MODULE: ./lib/src/site/next-manifest.js

/**
 * The manifest before anything is uploaded: new keys are owned from here on, whatever happens to the run, and the
 * invalidation that the upload makes necessary is owed. What is live keeps its description until it is replaced. What
 * this release names is referenced again from here on: its pages may go live, whatever becomes of the run.
 * @param intent another one for each deploy
 */
function manifestOfIntent(before, { tasks, release, adopted }, pending, intent) {
    const files = new Map(before?.files);
    for (const { file, decision } of tasks) {
        const { unreferencedSince: _, ...known } = files.get(file.path) ?? description(file, decision, '');
        files.set(file.path, known);
    }
    const { gone } = before ?? {};
    return {
        release: before?.release ?? release,
        intent,
        files,
        pending,
        ...(gone === undefined ? {} : { gone }),
        ...adoptedOf(before, adopted, files),
    };
}
/** The manifest when all files are up. `etags` by path: of what this run wrote. */
function manifestOfRelease(before, sync, etags, pending) {
    const files = new Map();
    for (const { file, decision, listed } of sync.tasks) {
        files.set(file.path, description(file, decision, etags.get(file.path) ?? listed?.etag ?? ''));
    }
    for (const [path, file] of before?.files ?? []) {
        const unreferencedSince = sync.retention.unreferenced.get(path);
        if (unreferencedSince !== undefined)
            files.set(path, { ...file, unreferencedSince });
        else if (sync.retention.spared.has(path))
            files.set(path, file);
    }
    const lost = [...(before?.files.keys() ?? [])].filter((path) => sync.retention.lost.has(path));
    const gone = rememberGone(before?.gone, lastingOf(before, lost), (path) => files.has(path), sync.now);
    return {
        release: sync.release,
        files,
        pending,
        ...(gone.size === 0 ? {} : { gone }),
        ...adoptedOf(before, sync.adopted, files, new Set(sync.tasks.map(({ file }) => file.path))),
    };
}
/** @param decided paths that this run knows about, so that what was known before does not count */
function adoptedOf(before, now, files, decided = new Set()) {
    const old = [...(before?.adopted ?? [])].filter((path) => files.has(path) && !decided.has(path));
    const adopted = new Set([...old, ...now]);
    return adopted.size === 0 ? {} : { adopted };
}
/** The manifest without files that are deleted; names that lasted are remembered. */
function manifestWithout(manifest, paths, now) {
    const files = new Map(manifest.files);
    for (const path of paths)
        files.delete(path);
    const gone = rememberGone(manifest.gone, lastingOf(manifest, paths), (path) => files.has(path), now);
    return { ...manifest, files, ...(gone.size === 0 ? {} : { gone }) };
}
function description(file, headers, etag) {
    const { contentType, cacheControl } = headers;
    return { sha256: file.sha256, etag, size: file.size, contentType, cacheControl };
}

;// CONCATENATED MODULE: ./lib/src/site/sync-sentence.js
const DATES_NAMED = 2;
/** The sync plan as one sentence: `3 new, 1 changed, 1 headers, 195 unchanged; 2 expire on 2026-12-02; 412 KB to upload`. */
function syncSentence({ counts, expiries }) {
    const files = [
        [counts.new, 'new'],
        [counts.content, 'changed'],
        [counts.headers, 'headers'],
        [counts.unchanged, 'unchanged'],
        [counts.excluded, 'excluded'],
    ];
    const said = files.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`);
    return [
        said.join(', '),
        ...(counts.expiring > 0 ? [expiryPhrase(expiries)] : []),
        ...(counts.deletions > 0 ? [`${number(counts.deletions)} to delete`] : []),
        counts.bytes > 0 ? `${size(counts.bytes)} to upload` : 'nothing to upload',
    ].join('; ');
}
function expiryPhrase(expiries) {
    const byDate = new Map();
    for (const { deleteOn } of expiries)
        byDate.set(deleteOn, (byDate.get(deleteOn) ?? 0) + 1);
    const dates = [...byDate].sort(([a], [b]) => (a < b ? -1 : 1));
    const first = dates[0];
    if (first === undefined)
        return '';
    if (dates.length > DATES_NAMED) {
        return `${number(expiries.length)} expire between ${first[0]} and ${dates.at(-1)?.[0]}`;
    }
    const [one, ...others] = dates.map(([date, count]) => ({ date, count: number(count) }));
    return [
        `${one?.count} ${one?.count === '1' ? 'expires' : 'expire'} on ${one?.date}`,
        ...others.map(({ date, count }) => `${count} on ${date}`),
    ].join(', ');
}
/** In powers of 1,000, as storage is sold; whole numbers from 10 on. */
function size(bytes) {
    if (bytes < 1000)
        return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
    let value = bytes;
    let unit = '';
    for (const next of ['KB', 'MB', 'GB', 'TB']) {
        if (value < 1000)
            break;
        value /= 1000;
        unit = next;
    }
    return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
function number(count) {
    return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

;// CONCATENATED MODULE: ./lib/src/site/compare-files.js

/** Files whose object the manifest does not describe as it is now: another tool wrote it, or a run that died. */
function toLookAt({ files, listing, manifest, }) {
    return files.filter(({ path }) => {
        const listed = listing.get(path);
        return listed !== undefined && !describes(manifest?.files.get(path), listed);
    });
}
/** What to do with each file, and why. Throws when a file that browsers keep would change its content. Sorted by path. */
function compareFiles(comparison) {
    const { prefix, files, listing, traitsOf } = comparison;
    const changedForever = [];
    const tasks = [...files]
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .map((file) => {
        const { lasting, phase, contentType, cacheControl } = traitsOf(file.path);
        const { reason, certain } = reasonFor(file, { contentType, cacheControl }, comparison);
        if (reason === 'content' && certain && lasting)
            changedForever.push(file.path);
        const listed = listing.get(file.path);
        return {
            file,
            lasting,
            decision: {
                key: prefix + file.path,
                path: file.path,
                reason,
                phase,
                size: file.size,
                contentType,
                cacheControl,
            },
            ...(listed === undefined ? {} : { listed }),
        };
    });
    if (changedForever.length > 0)
        throw changedUnderHash(changedForever);
    return tasks;
}
function reasonFor(file, wanted, { listing, manifest, found }) {
    const listed = listing.get(file.path);
    if (listed === undefined)
        return { reason: 'new', certain: true };
    const known = manifest?.files.get(file.path);
    const current = known !== undefined && describes(known, listed) ? known : undefined;
    const content = current !== undefined
        ? current.sha256 === file.sha256
            ? 'same'
            : 'different'
        : (found.get(file.path)?.content ?? 'unknown');
    if (content !== 'same')
        return { reason: 'content', certain: content === 'different' };
    const headers = current ?? found.get(file.path);
    const same = headers?.contentType === wanted.contentType && headers.cacheControl === wanted.cacheControl;
    return { reason: same ? 'unchanged' : 'headers', certain: true };
}
/** ETags are compared with what S3 returned when it was written: then it matters little how they are computed. */
function describes(known, listed) {
    return known !== undefined && known.etag !== '' && known.etag === listed.etag && known.size === listed.size;
}
const compare_files_NAMED = 10;
function changedUnderHash(paths) {
    const more = paths.length > compare_files_NAMED ? ` and ${paths.length - compare_files_NAMED} more` : '';
    return new UnfitSite({
        what: 'Files whose name holds a hash of their content have other content than what is live under the same name',
        found: paths.slice(0, compare_files_NAMED).join(', ') + more,
        expected: 'a new name for new content: browsers keep these for a year, and no invalidation reaches them',
        wayOut: 'Let the build hash what it writes; or, if the name only looks like a hash, give it a rule in "cache-rules" ' +
            'with a cache-control without "immutable"',
    });
}

;// CONCATENATED MODULE: ./lib/src/site/forbidden-files.js


/** What lies in a repository and is no part of a site, in small letters: secrets, infrastructure, settings of tools. */
const FORBIDDEN = [
    '.env*',
    '.git-credentials',
    '.gitconfig',
    '.github/',
    '.npmrc',
    '.yarnrc*',
    '.netrc',
    '.pgpass',
    '.pypirc',
    '.htpasswd',
    '.aws/',
    '.ssh/',
    '.docker/',
    '.terraform/',
    'id_rsa',
    'id_dsa',
    'id_ed25519',
    'id_ecdsa',
    '*.pem',
    '*.p12',
    '*.pfx',
    '*.ppk',
    '*.jks',
    '*.keystore',
    '*.tf',
    '*.tf.json',
    '*.tofu',
    '*.tofu.json',
    '*.tfvars',
    '*.tfvars.json',
    '*.tfstate',
    '*.tfstate.backup',
].map((glob) => (glob.endsWith('/') ? `**/${glob}**` : glob));
/** Installed packages: at the root, or with the file that every package has. Bundlers name folders of pictures so, too. */
const PACKAGES = /^node_modules\/|(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;
const forbidden_files_NAMED = 10;
/** The part of the input `exclude` that leaves files out, and the part that permits what is otherwise refused. */
function readExclude(lines) {
    return {
        left: lines.filter((line) => !line.startsWith('!')),
        meant: lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1)),
    };
}
/** Throws when the folder is one too high: then it would publish what nobody means to. */
function checkPublished(files, exclude) {
    const isForbidden = globMatcher(FORBIDDEN);
    const isMeant = globMatcher(readExclude(exclude).meant);
    const found = files
        .map(({ path }) => path)
        .filter((path) => (isForbidden(path.toLowerCase()) || PACKAGES.test(path)) && !isMeant(path));
    if (found.length === 0)
        return;
    const more = found.length > forbidden_files_NAMED ? ` and ${found.length - forbidden_files_NAMED} more` : '';
    throw new UnfitSite({
        what: 'The folder of the site holds files that no site publishes: secrets, infrastructure or installed packages',
        found: found.slice(0, forbidden_files_NAMED).join(', ') + more,
        wayOut: 'Point "site-directory" to the built front end. Name single files in "exclude" to leave them out, or with a "!" ' +
            'before the pattern to publish them. Nothing was changed',
    });
}

;// CONCATENATED MODULE: ./lib/src/site/invalidation.js

/** More than these become folders: 1,000 paths a month are free, and each one more has a price. */
const MOST_PATHS = 15;
const PLAIN_EDGE = {
    manyAddresses: false,
    originPaths: [''],
    errorPages: [],
    cleanAddresses: false,
};
/**
 * The fewest CloudFront paths that make the edge forget these keys: a page is also its folder, with and without the
 * slash, and the root is `/`. Sorted.
 */
function invalidationPaths(keys, edge = PLAIN_EDGE) {
    const addresses = new Set();
    for (const key of keys) {
        const inside = insideOrigin(key, edge);
        if (inside === undefined)
            continue;
        const forms = addressForms(inside, edge);
        for (const form of forms)
            addresses.add(edge.manyAddresses ? wildcard(form) : form);
        // Whatever address had no file was answered with this page.
        if (forms.some((form) => edge.errorPages.includes(form)))
            addresses.add('/*');
    }
    return mergedPaths([...addresses].map(encodedPath));
}
/** Whether any address of this distribution leads to one of these keys. */
function servesAny(keys, edge) {
    return keys.some((key) => insideOrigin(key, edge) !== undefined);
}
/** Everything below a prefix. */
function wholeSite(prefix, edge = PLAIN_EDGE) {
    return [`${encodedPath(`/${insideOrigin(prefix, edge) ?? prefix}`)}*`];
}
/** The part of a key that is in its addresses: of several origins of one bucket, the deepest that serves it. */
function insideOrigin(key, { originPaths }) {
    const folders = originPaths.map((path) => path.replace(/^\//, '').replace(/\/?$/, '/'));
    const serving = folders.filter((folder) => folder === '/' || key.startsWith(folder));
    const [deepest] = serving.sort((a, b) => b.length - a.length);
    return deepest === undefined || deepest === '/'
        ? deepest === undefined
            ? undefined
            : key
        : key.slice(deepest.length);
}
/** Paths that are encoded already, of several changes, as one list. */
function mergedPaths(paths) {
    return [...withoutCovered(collapsed(paths))].sort();
}
function addressForms(key, { cleanAddresses }) {
    const path = `/${key}`;
    const bare = path.replace(/\.html?$/, '');
    if ((0,posix_.basename)(path) !== 'index.html')
        return cleanAddresses && bare !== path ? [path, bare, `${bare}/`] : [path];
    const folder = (0,posix_.dirname)(path);
    return folder === '/' ? [path, '/'] : [path, `${folder}/`, folder];
}
function wildcard(path) {
    return path.endsWith('*') ? path : `${path}*`;
}
/**
 * Percent-encodes what RFC 1738 (2.2) calls unsafe and what is not ASCII, and nothing else: CloudFront compares the
 * text, so `+` encoded would be another address. A `?` cannot be written in a path: what follows it becomes a wildcard.
 */
function encodedPath(path) {
    const question = path.indexOf('?');
    const bare = question < 0 ? path : `${path.slice(0, question)}*`;
    return bare.replace(/[\s<>"#%{}|\\^~[\]`]|[^\x21-\x7e]/gu, (character) => character === '~' ? '%7E' : encodeURIComponent(character));
}
/** Too many paths become wildcards of their folders, the deepest first, at last of everything. */
function collapsed(paths) {
    let current = paths;
    const depth = (path) => path.split('/').length - 1;
    for (let level = Math.max(0, ...paths.map(depth)); level > 1 && current.length > MOST_PATHS; level--) {
        current = withoutCovered(foldersAt(current, level));
    }
    return current.length > MOST_PATHS ? ['/*'] : current;
}
/** Where a folder of this depth has two or more paths, one wildcard stands for them. */
function foldersAt(paths, level) {
    const byFolder = new Map();
    const rest = [];
    for (const path of paths) {
        const parts = path.split('/');
        if (parts.length - 1 < level) {
            rest.push(path);
            continue;
        }
        const folder = `${parts.slice(0, level).join('/')}/`;
        byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
    }
    for (const [folder, inside] of byFolder)
        rest.push(...(inside.length > 1 ? [`${folder}*`] : inside));
    return rest;
}
/** A path that a wildcard covers costs and does nothing. Sorted, whatever a wildcard covers comes right after it. */
function withoutCovered(paths) {
    const stem = (path) => (path.endsWith('*') ? path.slice(0, -1) : path);
    const sorted = [...new Set(paths)].sort((a, b) => {
        if (stem(a) !== stem(b))
            return stem(a) < stem(b) ? -1 : 1;
        return b.length - a.length;
    });
    const kept = [];
    let covering;
    for (const path of sorted) {
        if (covering !== undefined && path.startsWith(covering))
            continue;
        kept.push(path);
        if (path.endsWith('*'))
            covering = stem(path);
    }
    return kept;
}

;// CONCATENATED MODULE: ./lib/src/site/manifest.js


/** Under the prefix. Also the bucket policy of `infra/` knows it: nobody but the deploy role reads it. */
const RECORDS = '.well-managed/';
const MANIFEST_PATH = `${RECORDS}manifest.json`;
const LOCK_PATH = `${RECORDS}lock.json`;
const manifest_VERSION = 1;
const manifest_stored = dist/* object */.Ikc({
    version: dist/* literal */.euz(manifest_VERSION),
    release: dist/* string */.YjP(),
    intent: dist/* optional */.lqM(dist/* string */.YjP()),
    pending: dist/* array */.YOg(dist/* object */.Ikc({ callerReference: dist/* string */.YjP(), distribution: dist/* string */.YjP(), paths: dist/* array */.YOg(dist/* string */.YjP()) })),
    adopted: dist/* optional */.lqM(dist/* array */.YOg(dist/* string */.YjP())),
    gone: dist/* optional */.lqM(dist/* array */.YOg(dist/* strictTuple */.CxQ([dist/* string */.YjP(), dist/* string */.YjP()]))),
    headers: dist/* array */.YOg(dist/* strictTuple */.CxQ([dist/* string */.YjP(), dist/* string */.YjP()])),
    // A list, since an object would lose a file called `__proto__`.
    files: dist/* array */.YOg(dist/* union */.KCZ([
        dist/* strictTuple */.CxQ([dist/* string */.YjP(), dist/* string */.YjP(), dist/* string */.YjP(), dist/* number */.aig(), dist/* number */.aig()]),
        dist/* strictTuple */.CxQ([dist/* string */.YjP(), dist/* string */.YjP(), dist/* string */.YjP(), dist/* number */.aig(), dist/* number */.aig(), dist/* string */.YjP()]),
    ])),
});
/** One file a line, sorted: `[path, sha256, etag, size, number of its headers, unreferenced since]`. */
function manifestText(manifest) {
    const numbers = new Map();
    const headers = [];
    const lines = [...manifest.files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, file]) => {
        const said = `${file.contentType}\n${file.cacheControl}`;
        let number = numbers.get(said);
        if (number === undefined) {
            number = headers.push(JSON.stringify([file.contentType, file.cacheControl])) - 1;
            numbers.set(said, number);
        }
        const since = file.unreferencedSince === undefined ? [] : [file.unreferencedSince];
        return JSON.stringify([path, file.sha256, file.etag, file.size, number, ...since]);
    });
    const { release, intent, pending, gone = new Map(), adopted = new Set() } = manifest;
    const remembered = (adopted.size === 0 ? '' : `"adopted":${JSON.stringify([...adopted].sort())},`) +
        (gone.size === 0 ? '' : `"gone":${JSON.stringify([...gone])},`);
    const begun = intent === undefined ? '' : `"intent":${JSON.stringify(intent)},`;
    return (`{"version":${manifest_VERSION},"release":${JSON.stringify(release)},${begun}"pending":${JSON.stringify(pending)},` +
        `${remembered}"headers":[${headers.join(',')}],"files":[\n${lines.join(',\n')}\n]}\n`);
}
/** Throws when it is not a manifest of this version: guessing here would delete or forget files. */
function parseManifest(text, key) {
    let document;
    try {
        document = JSON.parse(text);
    }
    catch (cause) {
        throw manifest_unreadable(key, 'no JSON', cause);
    }
    const parsed = dist/* safeParse */.xLC(manifest_stored, document);
    if (!parsed.success) {
        const issue = parsed.issues[0];
        throw manifest_unreadable(key, `${dist/* getDotPath */.BuJ(issue) ?? 'the document'}: ${issue.message}`);
    }
    const { release, intent, pending, gone, adopted, headers, files } = parsed.output;
    const entries = files.map(([path, sha256, etag, size, number, since]) => {
        const said = headers[number];
        if (said === undefined)
            throw manifest_unreadable(key, `${path} has headers number ${number}, of ${headers.length}`);
        const [contentType, cacheControl] = said;
        const file = { sha256, etag, size, contentType, cacheControl };
        return [path, since === undefined ? file : { ...file, unreferencedSince: since }];
    });
    return {
        release,
        ...(intent === undefined ? {} : { intent }),
        pending,
        ...(gone === undefined ? {} : { gone: new Map(gone) }),
        ...(adopted === undefined ? {} : { adopted: new Set(adopted) }),
        files: new Map(entries),
    };
}
function manifest_unreadable(key, found, cause) {
    return new src_errors/* ActionError */.lZ({
        what: `The site's manifest ${key} cannot be read`,
        found,
        expected: `a manifest of version ${manifest_VERSION}, as this action writes it`,
        wayOut: 'Use the version of this action that wrote it; or delete it: what is in the bucket is then adopted by its ' +
            'content, and files of old releases are left for you to delete',
        ...(cause === undefined ? {} : { cause }),
    });
}

;// CONCATENATED MODULE: ./lib/src/site/release.js

/** `COMMIT-CONTENT`: the commit's first seven digits, and eight of the digest of all paths and contents. */
function releaseOf(commit, files) {
    const lines = files.map(({ path, sha256 }) => `${path}\0${sha256}\n`).sort();
    const digest = (0,external_node_crypto_.createHash)('sha256').update(lines.join('')).digest('hex');
    return `${commit.slice(0, 7)}-${digest.slice(0, 8)}`;
}
function releaseFileText(file) {
    return `${JSON.stringify({ release: file.release, commit: file.commit, stage: file.stage })}\n`;
}
/** The release that a served file names; `undefined` when it is not a release file. */
function releaseNamedIn(text) {
    try {
        const found = JSON.parse(text);
        const release = typeof found === 'object' && found !== null && 'release' in found ? found.release : undefined;
        return typeof release === 'string' ? release : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/site/kept-headers.js
function keepsNothing(kept) {
    return Object.values(kept).every((value) => value === undefined);
}
const TEXT = /^(?:text\/|application\/(?:javascript|json|xml|manifest\+json|[\w.-]+\+(?:json|xml))|image\/svg\+xml)/;
/**
 * What goes with new bytes. Browsers unpack what is called gzip and fail on what is none, and show the packed bytes of a
 * text that is not called so.
 */
function keptWith(kept, { gzip }, contentType) {
    const packed = gzip === true;
    if (packed && TEXT.test(contentType))
        return { ...kept, contentEncoding: 'gzip' };
    if (packed || kept?.contentEncoding !== 'gzip')
        return kept;
    const { contentEncoding: _, ...rest } = kept;
    return rest;
}
/**
 * Paths whose object somebody else wrote, and whose own headers and access nobody has looked at since, or that are known
 * to have some. An intent without an ETag is this site's own.
 */
function adoptedPaths(tasks, manifest) {
    return new Set(tasks.filter((task) => isForeign(task, manifest)).map(({ file }) => file.path));
}
function isForeign({ file, listed }, manifest) {
    if (listed === undefined)
        return false;
    const known = manifest?.files.get(file.path);
    if (known === undefined || manifest?.adopted?.has(file.path) === true)
        return true;
    return known.etag !== '' && known.etag !== listed.etag;
}

;// CONCATENATED MODULE: ./lib/src/site/retention.js

const retention_DAY_MS = 86_400_000;
/** Which files of old releases stay for the tabs that still use them, and which are due. Only what the manifest owns. */
function retention(request) {
    const { manifest, listing, referenced, isExcluded, keepDays, maxDeletes, now, prefix } = request;
    const unreferenced = new Map();
    const spared = new Set();
    const lost = new Set();
    const taken = [];
    const others = foreignFolders(listing);
    for (const [path, file] of manifest?.files ?? []) {
        const listed = listing.get(path);
        if (referenced.has(path))
            continue;
        if (listed === undefined) {
            lost.add(path);
            continue;
        }
        if (isExcluded(path))
            spared.add(path);
        else if (!isOurs(path, file, listed, others))
            taken.push(path);
        else
            unreferenced.set(path, file.unreferencedSince ?? now.toISOString());
    }
    const deleteAt = (since) => new Date(Date.parse(since) + keepDays * retention_DAY_MS);
    const paths = [...unreferenced].sort(([a], [b]) => (a < b ? -1 : 1));
    const due = paths.filter(([, since]) => deleteAt(since) <= now).map(([path]) => path);
    const tooMany = due.length > maxDeletes;
    const deleted = new Set(tooMany ? [] : due);
    const expiries = paths
        .filter(([path]) => !deleted.has(path))
        .map(([path, since]) => ({ key: prefix + path, unreferencedSince: day(since), deleteOn: day(deleteAt(since)) }));
    return {
        unreferenced,
        spared,
        expiries,
        due: [...deleted],
        lost,
        taken,
        ...(tooMany
            ? {
                warning: `${due.length} files of old releases are due for deletion, more than the ${maxDeletes} of "max-deletes": ` +
                    'none is deleted, and the site is live. Raise "max-deletes" if they should go',
            }
            : {}),
    };
}
/** Folders of other sites in the same bucket, which have a manifest of their own. */
function foreignFolders(listing) {
    return [...listing.keys()]
        .filter((path) => path.endsWith(`/${MANIFEST_PATH}`))
        .map((path) => path.slice(0, -MANIFEST_PATH.length));
}
/** Owned is what has our name and still our bytes: the ETag that S3 answered when it was written, of whatever form. */
function isOurs(path, file, listed, others) {
    if (others.some((folder) => path.startsWith(folder)))
        return false;
    return file.etag === '' ? file.size === listed.size : file.etag === listed.etag;
}
/** `YYYY-MM-DD`, in UTC. */
function day(date) {
    return (typeof date === 'string' ? date : date.toISOString()).slice(0, 10);
}

;// CONCATENATED MODULE: ./lib/src/site/unknown-kinds.js


const unknown_kinds_NAMED = 10;
/** Said when they come, in one line for all: browsers download what has no type. */
function unknownKinds(tasks) {
    const unknown = tasks
        .filter(({ decision }) => decision.reason === 'new' && decision.contentType === UNKNOWN_TYPE)
        .filter(({ file }) => !hasKnownType(file.path));
    const kinds = [...new Set(unknown.map(({ file }) => (0,posix_.extname)(file.path) || (0,posix_.basename)(file.path)))];
    if (kinds.length === 0)
        return [];
    const more = kinds.length > unknown_kinds_NAMED ? ` and ${kinds.length - unknown_kinds_NAMED} more kinds` : '';
    return [
        `Files of an unknown kind are served as ${UNKNOWN_TYPE}, which browsers download: ${kinds.slice(0, unknown_kinds_NAMED).join(', ')}${more}, ` +
            `such as ${unknown[0]?.file.path}. If browsers should show them, set a content type in "cache-rules"`,
    ];
}

;// CONCATENATED MODULE: ./lib/src/site/site-sync.js







/** Joins the folder, the listing and the manifest into what a deploy would do. Pure: nothing is asked, nothing changed. */
function siteSync(request) {
    const { prefix, traitsOf, excluded, manifest, edges, invalidation } = request;
    const tasks = compareFiles(request);
    const kept = retention({ ...request, referenced: new Set(request.files.map(({ path }) => path)) });
    const pathsOf = (keys) => new Map([...edges].map(([id, edge]) => {
        if (keys.length === 0 || invalidation === 'none')
            return [id, []];
        return [id, invalidation === 'all' ? wholeSite(prefix, edge) : invalidationPaths(keys, edge)];
    }));
    const changedPaths = pathsOf(tasks.filter((task) => mayBeCached(task, manifest)).map(({ decision }) => decision.key));
    // An edge that still holds a deleted hash-named file does no harm: its content is right for ever.
    const forgotten = kept.due.filter((path) => !isImmutable(manifest?.files.get(path)?.cacheControl ?? ''));
    const deletedPaths = pathsOf(forgotten.map((path) => prefix + path));
    const count = (reason) => tasks.filter(({ decision }) => decision.reason === reason).length;
    const decisions = [
        ...tasks.map(({ decision }) => decision),
        ...excluded.map(({ path, size }) => {
            const { phase, contentType, cacheControl } = traitsOf(path);
            return { key: prefix + path, path, reason: 'excluded', phase, size, contentType, cacheControl };
        }),
    ].sort((a, b) => (a.key < b.key ? -1 : 1));
    const plan = {
        decisions,
        expiries: kept.expiries,
        deletions: kept.due.map((path) => prefix + path),
        invalidationPaths: union([...changedPaths.values(), ...deletedPaths.values()]),
        warnings: [
            ...request.warnings,
            ...(kept.warning === undefined ? [] : [kept.warning]),
            ...takenWarning(kept.taken),
            ...unknownKinds(tasks),
        ],
        counts: {
            new: count('new'),
            content: count('content'),
            headers: count('headers'),
            unchanged: count('unchanged'),
            excluded: excluded.length,
            expiring: kept.expiries.length,
            deletions: kept.due.length,
            bytes: tasks.reduce((sum, { decision, file }) => sum + (isUpload(decision) ? file.size : 0), 0),
        },
    };
    return {
        plan,
        release: request.release,
        now: request.now,
        adopted: adoptedPaths(tasks, manifest),
        tasks,
        retention: kept,
        changedPaths,
        deletedPaths,
    };
}
const site_sync_NAMED = 10;
function takenWarning(paths) {
    if (paths.length === 0)
        return [];
    const more = paths.length > site_sync_NAMED ? ` and ${paths.length - site_sync_NAMED} more` : '';
    return [
        `Not deleted, because this site's deploy did not write what is there now: ${paths.slice(0, site_sync_NAMED).join(', ')}${more}. ` +
            'Delete them yourself if nothing uses them; no later deploy looks at them again',
    ];
}
function isUpload({ reason }) {
    return reason === 'new' || reason === 'content';
}
/**
 * Whether an edge may hold something else at this address: what changed, and the 404 of what is new. Not that of a new
 * hash-named file, whose name nobody can have asked for, unless it was live before.
 */
function mayBeCached({ decision, lasting, file }, manifest) {
    if (decision.reason === 'new')
        return !lasting || wasLive(manifest, file.path);
    return decision.reason === 'content' || decision.reason === 'headers';
}
function union(lists) {
    return [...new Set(lists.flat())].sort();
}

;// CONCATENATED MODULE: ./lib/src/site/stored-object.js
/** Compares by the strongest thing that S3 knows about an object. `md5` is asked only where it decides. */
function compareContent(local, facts) {
    if (facts.size !== local.size)
        return 'different';
    if (facts.sha256 !== undefined)
        return facts.sha256 === local.sha256 ? 'same' : 'different';
    if (facts.etag === local.md5)
        return 'same';
    return facts.keyEncrypted || !/^[0-9a-f]{32}$/.test(facts.etag) ? 'unknown' : 'different';
}

;// CONCATENATED MODULE: ./lib/src/operation/run/in-parallel.js

/**
 * Runs `work` on every item, at most `width` at a time. After the first failure, or when the run is cancelled, nothing
 * new begins; what is under way ends first, so that nothing goes on behind the error that is thrown.
 */
async function inParallel(items, width, signal, work) {
    let next = 0;
    let failure;
    const worker = async () => {
        while (failure === undefined && next < items.length) {
            if (signal.aborted)
                throw new src_errors/* CancelledError */.cc('the work on the site');
            const item = items[next++];
            await work(item);
        }
    };
    const guarded = () => worker().catch((thrown) => {
        failure ??= { thrown };
    });
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, guarded));
    if (failure !== undefined)
        throw failure.thrown;
}

;// CONCATENATED MODULE: ./lib/src/site/file-kind.js

const file_kind_CODE = new Set(['.js', '.mjs', '.cjs', '.css']);
const file_kind_RESOURCE = new Set(('.woff2 .woff .ttf .otf .eot .png .jpg .jpeg .gif .webp .avif .jxl .svg .ico .bmp .mp4 .m4v .webm .mov .mp3 .m4a ' +
    '.ogg .oga .ogv .opus .wav .flac .aac .wasm').split(' '));
/** Scripts and styles are code; fonts, pictures, media and wasm are resources. Everything else may change in place. */
function fileKind(path) {
    const extension = (0,posix_.extname)(path).toLowerCase();
    if (file_kind_CODE.has(extension))
        return 'code';
    return file_kind_RESOURCE.has(extension) ? 'resource' : undefined;
}

;// CONCATENATED MODULE: ./lib/src/site/names/hash-token.js

/** From the smallest to the largest: the smallest that fits a folder's names is the one its bundler uses. */
const ALPHABETS = {
    hex: /^[0-9a-f]+$/,
    HEX: /^[0-9A-F]+$/,
    base32: /^[A-Z2-7]+$/,
    base36: /^[0-9a-z]+$/,
    BASE36: /^[0-9A-Z]+$/,
    base64url: /^[\w-]+$/,
};
/** The shortest hash that bundlers write. */
const hash_token_SHORTEST = 8;
/** Hexadecimal digits that say enough by themselves. */
const LONG_HEX = 16;
const BETWEEN_HASH_AND_EXTENSION = /\.(?:chunk|min|bundle|async|module|legacy|worker|esm?|iife|umd)$/;
const DATE = /(?<!\d)(?:19|20)\d\d[-_]?(?:0[1-9]|1[0-2])[-_]?(?:0[1-9]|[12]\d|3[01])(?!\d)/;
/** `1920x1080`, `1080p60fps`. */
const SIZE = /^\d+(?:x\d+|p(?:\d+)?(?:fps)?)$/i;
/** The name without its extension, and without what bundlers put between the hash and the extension. */
function stemOf(path) {
    const name = (0,posix_.basename)(path);
    let stem = name.slice(0, name.length - (0,posix_.extname)(name).length);
    while (BETWEEN_HASH_AND_EXTENSION.test(stem))
        stem = stem.slice(0, stem.lastIndexOf('.'));
    return stem;
}
/** Several changes between digits and letters, or small and capital letters that are no words. */
function isUnmistakable(token) {
    if (hash_token_isPlain(token))
        return false;
    if (changes(token) >= 2)
        return true;
    return /[a-z]/.test(token) && /[A-Z]/.test(token);
}
/** Sixteen or more hexadecimal digits, mixed: no habit has to confirm these. */
function isLongHex(token) {
    return token.length >= LONG_HEX && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(token) && changes(token) >= 2 && !hash_token_isPlain(token);
}
/**
 * What people write: a date, a size, words with numbers. Words have a vowel among their letters, and are in small letters
 * or have a capital at the beginning; nobody tells words in capitals from a hash.
 * @param shortestWord in letters: hashes hold short words by chance
 */
function hash_token_isPlain(token, shortestWord = 3) {
    if (isDateOrSize(token))
        return true;
    const parts = token.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
    if (parts.join('') !== token.replace(/[-_]/g, ''))
        return false;
    const words = parts.filter((part) => !/^\d/.test(part));
    if (words.length === 0)
        return /[-_]/.test(token);
    // Hexadecimal letters make short runs by chance; only a name without any digit is a word there.
    if (/^[0-9a-f]+$/.test(token))
        return words.length === parts.length;
    // `chapter10section2` is words, `w15a3anbp3` is none.
    if (changes(token) >= 3 && words.join('').length < 4 * words.length)
        return false;
    return (words.every((word, at) => isWord(word, shortestWord) || (at === 0 && /^[a-z]$/.test(word) && /^[A-Z]/.test(words[1] ?? ''))) || isSpelled(token));
}
function isDateOrSize(token) {
    return DATE.test(token) || SIZE.test(token);
}
/** Small letters only, in parts: `big-page`, `abcdefgh`. */
function isSpelled(token) {
    return /^[A-Z]?[a-z]+(?:[-_][a-z]+)*$/.test(token) || /^[a-z]+\d{1,2}$/.test(token);
}
function isWord(part, shortest) {
    return part.length >= shortest && /^[A-Z]?[a-z]+$/.test(part) && /[aeiouy]/i.test(part);
}
function changes(token) {
    return token.match(/(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)/g)?.length ?? 0;
}

;// CONCATENATED MODULE: ./lib/src/site/names/hash-form.js

const SHORTEST_CLEAR_WORD = 4;
/** Where a folder has shown its habit, only clear words are left out: hashes hold short ones by chance. */
function isClearlyPlain(token, alphabet) {
    if (!/\d/.test(token) || isDateOrSize(token))
        return hash_token_isPlain(token, SHORTEST_CLEAR_WORD);
    if (alphabet === 'base36' || alphabet === 'hex')
        return false;
    return /^[A-Za-z][a-z]{4,}\d{1,3}$/.test(token) || (/[-_]/.test(token) && hash_token_isPlain(token, SHORTEST_CLEAR_WORD));
}
/** Every ending that a name without its extension may have. */
function endingsOf(stem) {
    const endings = [];
    const before = stem.at(-hash_token_SHORTEST - 1);
    // Eight of base64url may hold the separators themselves.
    if (stem.length === hash_token_SHORTEST)
        endings.push({ separator: '', length: hash_token_SHORTEST });
    if (before === '-' || before === '.')
        endings.push({ separator: before, length: hash_token_SHORTEST });
    const [, separator = '', token = ''] = /(^|[-._])([A-Za-z0-9]+)$/.exec(stem) ?? [];
    const length = token.length;
    if (length > hash_token_SHORTEST || (length === hash_token_SHORTEST && separator === '_')) {
        endings.push({ separator: separator, length });
    }
    return endings;
}
/** The hash of a name that ends in this form, or `undefined`. */
function tokenIn(stem, { separator, length }) {
    const at = stem.length - length;
    if (at < 0 || (separator === '' ? at !== 0 : stem[at - 1] !== separator))
        return undefined;
    return stem.slice(at);
}
/** Whether a script or a style ends in it. Capitals alone and numbers alone count: others have shown the habit. */
function codeEndsIn(stem, form) {
    const token = tokenIn(stem, form);
    return token !== undefined && ALPHABETS[form.alphabet].test(token) && !isClearlyPlain(token, form.alphabet);
}
/** Whether a picture, a font or a medium ends in it, by stricter measure: people name these, too. */
function resourceEndsIn(stem, form) {
    const token = tokenIn(stem, form);
    if (token === undefined || !codeEndsIn(stem, form) || /^\d+$/.test(token) || hash_token_isPlain(token))
        return false;
    if (form.alphabet !== 'base64url')
        return true;
    // One in a hundred hashes of base64url has no capital at all; of names that people give, most.
    return /[A-Z_-]/.test(token) && (/[a-z]/.test(token) || isUnmistakable(token));
}
/** The end of a name, where it says enough by itself. */
function endsInLongHex(stem) {
    const token = /(?:^|[-._])([0-9A-Za-z]+)$/.exec(stem)?.[1];
    return token !== undefined && isLongHex(token);
}
/** Whether any part of a name may be a hash: enough in a folder that only a bundler writes. */
function holdsHash(stem) {
    const tokens = [
        ...endingsOf(stem).map((ending) => tokenIn(stem, ending) ?? ''),
        ...stem.split(/[-._]/).filter(({ length }) => length >= hash_token_SHORTEST),
        ...(stem.length >= 10 ? [stem] : []),
    ];
    return tokens.some((token) => isUnmistakable(token) || (/\d/.test(token) && /[A-Za-z]/.test(token) && !hash_token_isPlain(token)));
}

;// CONCATENATED MODULE: ./lib/src/site/names/naming-habit.js


/** Of all that end in a form, so many have to fit the smaller alphabet: the rest are strangers in the folder. */
const naming_habit_MOST = 0.8;
/**
 * The forms in which a folder's bundler ends its names. A form is established where at least half of the scripts and
 * styles end in it and one of them unmistakably; a second one joins it where two or more end in it, since several
 * bundlers may write into one folder.
 * @param stems of the folder's scripts and styles that a page or a bundle names
 */
function habitOf(stems) {
    const found = formsIn(stems).map((form) => ({ form, members: stems.filter((stem) => codeEndsIn(stem, form)) }));
    const [first, ...others] = found.sort((a, b) => b.members.length - a.members.length);
    if (first === undefined)
        return [];
    const forms = [first, ...others.filter(({ members }) => members.length >= 2)];
    const hashed = new Set(forms.flatMap(({ members }) => members));
    if (hashed.size * 2 < stems.length)
        return [];
    const shown = forms.some(({ form, members }) => members.some((stem) => isUnmistakable(tokenIn(stem, form) ?? '')));
    return shown ? forms.map(({ form }) => form) : [];
}
/** Each ending that occurs, with the smallest alphabet that most of its names fit. */
function formsIn(stems) {
    const endings = new Map(stems.flatMap(endingsOf).map((ending) => [`${ending.separator}${ending.length}`, ending]));
    return [...endings.values()].flatMap((ending) => {
        const tokens = stems.filter((stem) => codeEndsIn(stem, { ...ending, alphabet: 'base64url' }));
        if (tokens.length === 0)
            return [];
        const alphabet = Object.keys(ALPHABETS).find((name) => tokens.filter((stem) => codeEndsIn(stem, { ...ending, alphabet: name })).length >= naming_habit_MOST * tokens.length);
        return [{ ...ending, alphabet: alphabet ?? 'base64url' }];
    });
}

;// CONCATENATED MODULE: ./lib/src/site/names/lasting-names.js





const BUNDLERS_OWN = /(?:^|\/)(_next\/static|_app\/immutable|_astro|_nuxt)\/(.+)$/;
/** The folders of `_next/static/` whose files are hashed; any other one is called after the build. */
const NEXT_FOLDERS = new Set(['chunks', 'css', 'media', 'wasm']);
/** Where one bundler puts what scripts import, as `NAME.HASH.EXT`; nobody else calls a folder so. */
const IMPORTED_MEDIA = /(?:^|\/)static\/media\/[^/]+\.[0-9a-f]{16,}\.\w+$/;
/**
 * The files whose names were made from their content, so that a browser may keep them for a year. A name alone cannot
 * tell; what the rest of the build does can. See docs/site.md for the rule as people read it.
 */
function lastingNames({ paths, named, before, byPeople }) {
    const all = new Set(paths);
    const candidates = paths.filter((path) => fileKind(path) !== undefined && !isDerived(path, all) && !byPeople.has(path));
    const habits = habitsOf(candidates, named);
    return new Set(candidates.filter((path) => isLasting(path, habits, named) || (before.has(path) && holdsHash(stemOf(path)))));
}
/** `photo-HASH.jpg.webp` beside `photo-HASH.jpg`: it bears another file's hash, and may change alone. */
function isDerived(path, all) {
    return all.has(path.slice(0, path.lastIndexOf('.')));
}
function isLasting(path, habits, named) {
    const stem = stemOf(path);
    const own = BUNDLERS_OWN.exec(path);
    if (own !== null)
        return holdsHash(stem) && isHashedFolder(own[1] ?? '', own[2] ?? '');
    if (IMPORTED_MEDIA.test(path))
        return true;
    const { forms, known } = habits.get((0,posix_.dirname)(path)) ?? NO_HABIT;
    if (fileKind(path) === 'code') {
        const counts = !known || named.byAnything.has(path);
        return endsInLongHex(stem) || (counts && forms.some((form) => codeEndsIn(stem, form)));
    }
    if (!named.byCode.has(path))
        return false;
    return forms.length > 0 && (endsInLongHex(stem) || forms.some((form) => resourceEndsIn(stem, form)));
}
function isHashedFolder(folder, rest) {
    const first = rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : '';
    if (first === 'builds')
        return false;
    if (folder !== '_next/static' || first === '' || NEXT_FOLDERS.has(first))
        return true;
    // Next's own identifier of a build is random; one that a person chose may come again with other files.
    return /^[\w-]{21}$/.test(first) && isUnmistakable(first);
}
const NO_HABIT = { forms: [], known: true };
function habitsOf(paths, named) {
    const folders = new Map();
    for (const path of paths) {
        const folder = (0,posix_.dirname)(path);
        const inside = folders.get(folder);
        if (inside === undefined)
            folders.set(folder, [path]);
        else
            inside.push(path);
    }
    const own = new Map();
    for (const [folder, inside] of folders) {
        const code = inside.filter((path) => fileKind(path) === 'code');
        const known = code.some((path) => named.byAnything.has(path));
        const counted = known ? code.filter((path) => named.byAnything.has(path)) : code;
        own.set(folder, { forms: habitOf(counted.map(stemOf)), known });
    }
    const habits = new Map(own);
    for (const [folder, inside] of folders) {
        const habit = own.get(folder) ?? NO_HABIT;
        if (habit.forms.length === 0)
            habits.set(folder, { ...habit, forms: inherited(folder, inside, own, named) });
    }
    return habits;
}
/** How many of a folder's names have to end in the form of the folder beside it. */
const lasting_names_MOST = 0.9;
/**
 * `static/css` and `static/media` are written by the bundler of `static/js`. Not at the root, where folders of people
 * lie beside those of a bundler, but for `media/`, and only where nearly all names that count end in that form.
 */
function inherited(folder, inside, own, { byCode, byAnything }) {
    const parent = (0,posix_.dirname)(folder);
    const near = [...own].filter(([other]) => parent === '.' ? folder === 'media' && other === '.' : (0,posix_.dirname)(other) === parent);
    const forms = near.flatMap(([, habit]) => habit.forms);
    const counted = inside.filter((path) => (fileKind(path) === 'code' ? byAnything : byCode).has(path));
    const fitting = counted.filter((path) => {
        const stem = stemOf(path);
        const fits = fileKind(path) === 'code' ? codeEndsIn : resourceEndsIn;
        return endsInLongHex(stem) || forms.some((form) => fits(stem, form));
    });
    return counted.length > 0 && fitting.length >= lasting_names_MOST * counted.length ? forms : [];
}

;// CONCATENATED MODULE: ./lib/src/site/names/naming-evidence.js




const RUN = /[\w-]{8,}/g;
const CODE_NAME = /[^\s"'`(),<>?#/\\]+\.(?:[cm]?js|css)\b/g;
/**
 * Which files are named by another one. What is looked for is the end of the name, since bundlers put names together
 * where the page runs and keep the hashes in a table.
 */
function namingEvidence(paths, texts) {
    const byToken = new Map();
    const lengths = new Set();
    const byName = new Map();
    for (const path of paths) {
        if (fileKind(path) === undefined)
            continue;
        const stem = stemOf(path);
        const name = (0,posix_.basename)(path);
        if (fileKind(path) === 'code')
            byName.set(name, [...(byName.get(name) ?? []), path]);
        for (const ending of endingsOf(stem)) {
            const token = tokenIn(stem, ending) ?? '';
            lengths.add(token.length);
            byToken.set(token, [...(byToken.get(token) ?? []), path]);
        }
    }
    const byCode = new Set();
    const byAnything = new Set();
    if (byToken.size === 0)
        return { byCode, byAnything };
    const sizes = [...lengths].filter((length) => length >= hash_token_SHORTEST);
    for (const { path: from, text } of texts) {
        const isCode = fileKind(from) === 'code';
        for (const [name] of text.matchAll(CODE_NAME)) {
            for (const path of byName.get(name) ?? [])
                if (path !== from)
                    byAnything.add(path);
        }
        for (const [run] of text.matchAll(RUN)) {
            for (const length of sizes) {
                const at = run.length - length;
                if (at < 0 || (at > 0 && run[at - 1] !== '-' && run[at - 1] !== '_'))
                    continue;
                for (const path of byToken.get(run.slice(at)) ?? []) {
                    if (path === from)
                        continue;
                    byAnything.add(path);
                    if (isCode)
                        byCode.add(path);
                }
            }
        }
    }
    return { byCode, byAnything };
}
/** Whether a file's text is worth reading for this. */
function mayName(path) {
    return /\.(?:html?|xhtml|[cm]?js|css)$/i.test(path);
}

;// CONCATENATED MODULE: ./lib/src/operation/site/facts.js




/** Where HTML says its charset (HTML standard, prescan of 1,024 bytes). */
const facts_HEAD = 1024;
/** Texts that name files are smaller; what is larger is data in the form of a script. */
const facts_LONGEST_TEXT = 16 * 1024 * 1024;
/** What the build says of its own files: which names last, and which texts have a charset of their own. */
async function buildFacts(files, manifest, { folder }) {
    const paths = files.map(({ path }) => path);
    const all = new Set(paths);
    const contentTypes = new Map();
    const texts = [];
    for (const file of files) {
        if (!mayName(file.path) || file.size > facts_LONGEST_TEXT)
            continue;
        const text = Buffer.from(await folder.content(file).bytes()).toString('latin1');
        texts.push({ path: file.path, text });
        const usual = contentTypeOf(file.path);
        if (!isPage(usual) && !usual.startsWith('text/css'))
            continue;
        const type = withOwnCharset(usual, text.slice(0, facts_HEAD));
        if (type !== usual)
            contentTypes.set(file.path, type);
    }
    const before = new Set([...(manifest?.files ?? [])].filter(([, { cacheControl }]) => isImmutable(cacheControl)).map(([path]) => path));
    const request = { paths, named: namingEvidence(paths, texts), before };
    const lasting = lastingNames({ ...request, byPeople: new Set() });
    const byPeople = await folder.alsoInCheckout(files.filter(({ path }) => lasting.has(path)));
    return {
        lasting: byPeople.size === 0 ? lasting : lastingNames({ ...request, byPeople }),
        contentTypes,
        hasFile: (path) => all.has(path),
    };
}

;// CONCATENATED MODULE: ./lib/src/operation/site/kept-objects.js


/** Requests under way at once. */
const LOOK_UPS = 64;
/** Asks each adopted object that would be written, and only these, for what a write would take from it. */
async function keptObjects({ tasks, adopted }, prefix, { objects, signal }) {
    const written = tasks.filter(({ file, decision }) => adopted.has(file.path) && decision.reason !== 'unchanged');
    const kept = new Map();
    if (written.length === 0)
        return { kept, adopted };
    const acl = await objects.mayHaveAcls();
    const left = new Set(adopted);
    await inParallel(written, LOOK_UPS, signal, async ({ file }) => {
        const found = await objects.kept(prefix + file.path, acl);
        if (keepsNothing(found))
            left.delete(file.path);
        else
            kept.set(file.path, found);
    });
    return { kept, adopted: left };
}
/** Before the first write: a role that may not give an object its ACL would make it private. */
async function requireAccess(kept, prefix, { objects }) {
    for (const [path, { grants }] of kept) {
        if (grants === undefined)
            continue;
        // One for all: the right is for objects of the bucket, and the ACL stays as it is.
        await objects.repeatAcl(prefix + path, grants);
        return;
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/site/compare.js















/** Looks at most this many objects up at once. */
const compare_LOOK_UPS = 64;
/** What a deploy would do. Reads, and changes nothing; the folder is checked before AWS is asked anything. */
async function compareSite(request, ports) {
    const { prefix, releaseFile, commit, stage } = request;
    const isExcluded = globMatcher(readExclude(request.exclude).left);
    const entries = await ports.folder.walk(isExcluded);
    checkFolder(request, entries);
    checkPublished(entries.files, request.exclude);
    const built = entries.files.filter(({ path }) => path !== releaseFile);
    // AWS is asked first, and answers while the files are read.
    const asked = [liveSite(prefix, ports), ports.folder.hash(built), edgesOf(request, ports)];
    // When one fails, the others end first: a run that has failed has nothing under way.
    await Promise.allSettled(asked);
    const [{ record, manifest, objects }, hashed, edges] = await Promise.all(asked);
    checkEdges(edges, hashed, prefix);
    const release = releaseOf(commit, hashed);
    const releaseText = releaseFileText({ release, commit, stage });
    const files = releaseFile === '' ? hashed : [...hashed, releaseEntry(releaseFile, releaseText)];
    const listing = insideSite(objects, prefix);
    const found = await compare_lookAt(toLookAt({ files, listing, manifest }), releaseText, request, ports);
    const facts = await buildFacts(hashed, manifest, ports);
    const compared = siteSync({
        prefix,
        files,
        excluded: entries.excluded,
        listing,
        manifest,
        found,
        traitsOf: fileTraits(request.cacheRules, releaseFile, facts),
        release,
        isExcluded,
        keepDays: request.keepUnreferencedDays,
        maxDeletes: request.maxDeletes,
        now: request.now,
        invalidation: request.invalidation,
        edges,
        warnings: built.length === entries.files.length
            ? []
            : [`The built ${releaseFile} is replaced by the release file of this deploy`],
    });
    const { kept, adopted } = await keptObjects(compared, prefix, ports);
    const sync = { ...compared, adopted };
    return { sync, files, kept, releaseText, manifest, record, locked: objects.has(prefix + LOCK_PATH) };
}
/**
 * The manifest strictly before the objects: then whatever another deploy does after the manifest was read is seen by
 * its next write, and what it did before is in the listing.
 */
async function liveSite(prefix, { objects, records }) {
    const record = await records.read(prefix + MANIFEST_PATH);
    const manifest = record === undefined ? undefined : parseManifest(record.text, prefix + MANIFEST_PATH);
    const likely = [...(manifest?.files.keys() ?? [])].map((path) => prefix + path);
    return { record, manifest, objects: await objects.list(prefix, likely) };
}
/** A folder that is no built site would take the live one down. */
function checkFolder({ directory }, { files, excluded }) {
    const wayOut = 'Build the front end before this step, and look at the input "site-directory". Nothing was changed';
    if (files.length === 0) {
        throw new UnfitSite({
            what: 'The folder of the site is empty',
            found: `no file in ${directory}${excluded.length === 0 ? '' : `, apart from ${excluded.length} excluded ones`}`,
            expected: 'a built front end',
            wayOut,
        });
    }
    if (!files.some(({ path }) => isPage(contentTypeOf(path)))) {
        throw new UnfitSite({
            what: 'The folder of the site has no page',
            found: `${files.length} files in ${directory}, such as ${files[0]?.path}`,
            expected: 'a page, such as index.html, at its root or in a folder',
            wayOut,
        });
    }
    const reserved = files.find(({ path }) => path.startsWith(RECORDS));
    if (reserved === undefined)
        return;
    throw new UnfitSite({
        what: `The folder of the site has a file where this action keeps its records`,
        found: reserved.path,
        expected: `nothing under ${RECORDS}`,
        wayOut: 'Leave it out of the build, or name it in "exclude"',
    });
}
async function edgesOf(request, ports) {
    const edges = new Map();
    if (request.invalidation === 'none')
        return edges;
    for (const id of request.distributions)
        edges.set(id, (await ports.distributions.traits(id)) ?? PLAIN_EDGE);
    return edges;
}
/** CloudFront takes an invalidation that matches nothing, and calls it completed. */
function checkEdges(edges, files, prefix) {
    const keys = files.map(({ path }) => prefix + path);
    for (const [id, edge] of edges) {
        if (servesAny(keys, edge))
            continue;
        throw new src_errors/* ActionError */.lZ({
            what: `The distribution ${id} serves no file of this site`,
            found: `its origins of this bucket serve ${edge.originPaths.join(' and ')}`,
            expected: prefix === '' ? 'the root of the bucket' : `/${prefix.slice(0, -1)}, or a folder above it`,
            wayOut: 'Set "site-prefix" to the folder that the origin path names, or "distribution-id" to the distribution that serves this site',
        });
    }
}
function releaseEntry(path, text) {
    const bytes = Buffer.from(text);
    return { path, size: bytes.length, sha256: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex') };
}
/** By path inside the site, without this action's own records. */
function insideSite(objects, prefix) {
    const inside = new Map();
    for (const [key, object] of objects) {
        if (key.startsWith(prefix) && !key.startsWith(prefix + RECORDS))
            inside.set(key.slice(prefix.length), object);
    }
    return inside;
}
/** Adoption: what another tool or a run that died left is taken over by its content, so that it is not uploaded again. */
async function compare_lookAt(files, releaseText, { prefix, releaseFile }, { folder, objects, signal }) {
    const found = new Map();
    await inParallel(files, compare_LOOK_UPS, signal, async ({ path, size, sha256 }) => {
        const facts = await objects.look(prefix + path);
        // It vanished after it was listed: uploaded like any content that is not known.
        if (facts === undefined)
            return;
        const md5 = path === releaseFile ? (0,external_node_crypto_.createHash)('md5').update(releaseText).digest('hex') : await folder.md5(path);
        const { contentType, cacheControl } = facts;
        found.set(path, { content: compareContent({ size, sha256, md5 }, facts), contentType, cacheControl });
    });
    return found;
}

;// CONCATENATED MODULE: ./lib/src/operation/site/invalidate.js



/** CloudFront takes a minute or two; what takes longer is left for the next run. */
const PATIENCE_MS = 15 * 60_000;
const invalidate_POLL_MS = [500, 1000, 2000, 4000];
const invalidate_POLL_AT_MOST_MS = 8000;
/**
 * The invalidations that are owed: those of an earlier run that never completed, and what changes now. One whose paths
 * do not grow keeps its reference, so that CloudFront recognises it.
 */
function owed(before, changes, distributions) {
    return distributions.flatMap((distribution) => {
        const old = before.filter((pending) => pending.distribution === distribution);
        const paths = changes.get(distribution) ?? [];
        if (paths.length === 0)
            return old;
        const all = mergedPaths([...old.flatMap((pending) => pending.paths), ...paths]);
        return [{ callerReference: (0,external_node_crypto_.randomUUID)(), distribution, paths: all }];
    });
}
/** Makes the invalidations and waits until every edge has forgotten. `made` is told of each as soon as it has an id. */
async function invalidate(pending, { distributions, clock, log }, made) {
    const open = [];
    for (const { distribution, callerReference, paths } of pending) {
        const id = await distributions.invalidate(distribution, callerReference, paths);
        log.info(`${distribution}: invalidation ${id} of ${paths.join(', ')}`);
        open.push({ distribution, id });
        made({ distribution, id });
    }
    const until = clock.now() + PATIENCE_MS;
    for (const { distribution, id } of open) {
        for (let poll = 0; !(await distributions.isCompleted(distribution, id)); poll++) {
            if (clock.now() >= until)
                throw tooSlow(distribution, id);
            await clock.pause(invalidate_POLL_MS[poll] ?? invalidate_POLL_AT_MOST_MS);
        }
    }
}
function tooSlow(distribution, id) {
    return new src_errors/* ActionError */.lZ({
        what: `The invalidation ${id} of ${distribution} has not completed within ${PATIENCE_MS / 60_000} minutes`,
        found: 'it is still in progress: some visitors may see the old pages',
        expected: 'a minute or two',
        wayOut: 'Run the deploy again: nothing is uploaded twice, and this invalidation is waited for',
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/site/lock.js



/**
 * Keeps two deploys of one site apart, with an object that only one of them can create. A lock whose run GitHub calls
 * completed is taken over; any other is never broken, since its run may be writing.
 */
async function takeLock(request, ports) {
    const { prefix, run } = request;
    const { records, log } = ports;
    const key = prefix + LOCK_PATH;
    const attempt = run.attempt ?? '';
    // The token tells this process's own lock from one of the same run.
    const text = `${JSON.stringify({ run: run.id, attempt, url: run.url, token: (0,external_node_crypto_.randomUUID)() })}\n`;
    const taken = (etag) => ({
        async release() {
            try {
                await records.remove(key, etag);
            }
            catch (thrown) {
                log.warning(`The lock ${key} could not be removed; the next deploy takes it over: ${(0,src_errors/* asError */.zR)(thrown).message}`);
            }
        },
    });
    const created = await records.write(key, text, 'nothing');
    if (created !== 'refused')
        return taken(created.etag);
    const left = await records.read(key);
    // Its owner removed it a moment ago.
    const over = left === undefined ? 'nothing' : await lock_ended(left, request, ports, key);
    const replaced = await records.write(key, text, over);
    if (replaced === 'refused') {
        throw new src_errors/* ActionError */.lZ({
            what: 'Another deploy of this site took the lock at the same moment',
            found: `${key} was written again`,
            wayOut: 'Run this one again when the other has ended; give both the same `concurrency` group',
        });
    }
    return taken(replaced.etag);
}
/** Throws while a deploy of this site is under way, or when it cannot be known. */
async function requireUnlocked(request, ports) {
    const key = request.prefix + LOCK_PATH;
    const left = await ports.records.read(key);
    if (left !== undefined)
        await lock_ended(left, request, ports, key);
}
/** The ETag of a lock that may be taken over. */
async function lock_ended({ text, etag }, { run, bucket }, { runs, log }, key) {
    const holder = holderIn(text);
    const theWayOut = `When nothing deploys any more: \`aws s3 rm s3://${bucket}/${key}\``;
    if (holder === undefined) {
        throw new src_errors/* ActionError */.lZ({
            what: `The site is locked, and the lock ${key} names no run`,
            found: text.slice(0, 200).trim(),
            expected: 'a lock of this action',
            wayOut: theWayOut,
        });
    }
    const earlierAttempt = holder.run === run.id && Number(holder.attempt) < Number(run.attempt ?? '');
    if (earlierAttempt || (holder.run !== run.id && (await runs.isCompleted(holder.run)))) {
        log.info(`The lock of ${holder.url} counts no more: that run has ended without removing it.`);
        return etag;
    }
    throw new src_errors/* ActionError */.lZ({
        what: 'Another deploy of this site is under way',
        found: `the lock ${key} of ${holder.url}`,
        expected: 'no lock, or one whose run has ended',
        wayOut: `Wait for that run, then run this one again. ${theWayOut}`,
    });
}
function holderIn(text) {
    try {
        const found = JSON.parse(text);
        const { run, attempt, url } = found ?? {};
        return typeof run === 'string' && run !== '' && typeof attempt === 'string' && typeof url === 'string'
            ? { run, attempt, url }
            : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/site/manifest-record.js


/** The manifest as this run knows it: each version is written over exactly the one before. */
class ManifestRecord {
    #records;
    #key;
    #text;
    #etag;
    constructor(records, prefix, found) {
        this.#records = records;
        this.#key = prefix + MANIFEST_PATH;
        this.#text = found?.text;
        this.#etag = found?.etag;
    }
    /** Whether this is what lies in the bucket. */
    holds(manifest) {
        return this.#text === manifestText(manifest);
    }
    /** Writes nothing when nothing changes. @returns whether it could: not when somebody else wrote in between */
    async tryWrite(manifest) {
        const text = manifestText(manifest);
        if (text === this.#text)
            return true;
        const written = await this.#records.write(this.#key, text, this.#etag ?? 'nothing');
        if (written === 'refused')
            return false;
        this.#text = text;
        this.#etag = written.etag;
        return true;
    }
    async write(manifest) {
        if (await this.tryWrite(manifest))
            return;
        throw new src_errors/* ActionError */.lZ({
            what: `The site's manifest ${this.#key} was changed by somebody else during this deploy`,
            expected: 'one deploy of a site at a time',
            wayOut: 'Run the deploy again: it compares afresh and continues',
        });
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/site/prune.js

/** As many as one request takes (S3 API, DeleteObjects). */
const AT_ONCE = 1000;
const prune_NAMED = 5;
/** Keys that are due, in the order in which they may go: a service worker before the pages that it names, and a page
 * before its files. */
function pruneOrder(paths, traitsOf) {
    const phase = (path) => traitsOf(path).phase;
    return {
        watching: paths.filter((path) => phase(path) === 'worker' || phase(path) === 'release'),
        naming: paths.filter((path) => phase(path) === 'page'),
        named: paths.filter((path) => phase(path) === 'asset' || phase(path) === 'other'),
    };
}
/** @param deleted told how many, after each request */
async function removeAll(keys, { objects, signal }, deleted) {
    for (let at = 0; at < keys.length; at += AT_ONCE) {
        signal.throwIfAborted();
        const batch = keys.slice(at, at + AT_ONCE);
        const failed = await objects.remove(batch);
        deleted(batch.length - failed.length);
        if (failed.length > 0)
            throw notDeleted(failed);
    }
}
function notDeleted(failed) {
    const named = failed.slice(0, prune_NAMED).map(({ key, why }) => `${key} (${why})`);
    const more = failed.length > prune_NAMED ? ` and ${failed.length - prune_NAMED} more` : '';
    return new src_errors/* ActionError */.lZ({
        what: `${failed.length === 1 ? 'One old file' : `${failed.length} old files`} could not be deleted`,
        found: named.join(', ') + more,
        expected: 'the right to delete objects of the site',
        wayOut: 'The new release is live. Look at the deploy role, then run the deploy again',
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/site/upload.js




/** Small files are limited by the number of requests, large ones by memory and bandwidth. */
const LARGE = 1024 * 1024;
const SMALL_AT_ONCE = 64;
const LARGE_AT_ONCE = 4;
const SAY_EVERY_MS = 5000;
/**
 * Brings one phase up. New files come before those that replace something, with a barrier between: what is replaced may
 * name what is new.
 */
async function uploadPhase(phase, tasks, releaseText, tally, keptOf, request, ports) {
    const mine = tasks.filter(({ decision }) => decision.phase === phase);
    const say = progressOf(mine, tally, ports);
    for (const reasons of [['new'], ['content', 'headers']]) {
        const wave = mine.filter(({ decision }) => reasons.includes(decision.reason));
        const large = wave.filter(({ file }) => file.size > LARGE);
        const small = wave.filter(({ file }) => file.size <= LARGE);
        await inParallel(large, LARGE_AT_ONCE, ports.signal, carryOut);
        await inParallel(small, SMALL_AT_ONCE, ports.signal, carryOut);
    }
    async function carryOut(task) {
        const { decision, file, listed } = task;
        const { key, contentType, cacheControl } = decision;
        const kept = keptWith(keptOf.get(file.path), file, contentType);
        const rewritten = decision.reason === 'headers' && listed !== undefined
            ? await ports.objects.rewrite(key, { contentType, cacheControl }, listed.etag, kept)
            : 'too-large';
        if (rewritten === 'too-large') {
            const content = file.path === request.releaseFile ? inMemory(releaseText) : ports.folder.content(file);
            const upload = { key, contentType, cacheControl, content };
            tally.etags.set(file.path, await ports.objects.put(kept === undefined ? upload : { ...upload, kept }));
            tally.bytes += file.size;
        }
        else {
            tally.etags.set(file.path, rewritten);
        }
        tally.files += 1;
        say();
    }
}
/** `2 new, 1 changed` of a phase, for the step's detail. */
function phaseSentence(phase, tasks) {
    const mine = tasks.filter(({ decision }) => decision.phase === phase);
    const uploads = mine.filter(({ decision }) => isUpload(decision)).length;
    const rewrites = mine.filter(({ decision }) => decision.reason === 'headers').length;
    if (uploads + rewrites === 0)
        return 'nothing to do';
    const said = [
        ...(uploads > 0 ? [`${uploads} uploaded`] : []),
        ...(rewrites > 0 ? [`${rewrites} given other headers`] : []),
    ];
    return said.join(', ');
}
function progressOf(tasks, tally, { log, clock }) {
    const total = tasks.filter(({ decision }) => decision.reason !== 'unchanged').length;
    const before = tally.files;
    let said = clock.now();
    return () => {
        if (clock.now() - said < SAY_EVERY_MS)
            return;
        said = clock.now();
        log.info(`${tally.files - before} of ${total} files, ${Math.round(tally.bytes / 1e6)} MB so far`);
    };
}
function inMemory(text) {
    const bytes = Buffer.from(text);
    return {
        size: bytes.length,
        sha256: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex'),
        bytes: async () => bytes,
        async *chunks() {
            yield bytes;
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/operation/site/verify.js


const verify_POLL_MS = [250, 500, 1000, 2000];
const verify_POLL_AT_MOST_MS = 4000;
/**
 * Asks for the release file as a visitor does until it names this release. No cache is gone around: neither a query nor
 * a request header is added, because what has to be shown is what visitors get.
 * @returns whether it was checked at all
 */
async function verifySite(request, release, { probe, clock }) {
    const { url, releaseFile, verifyTimeoutSeconds } = request;
    if (url === undefined || releaseFile === '' || verifyTimeoutSeconds === 0)
        return false;
    const address = `${url.replace(/\/+$/, '')}/${releaseFile.split('/').map(encodeURIComponent).join('/')}`;
    const until = clock.now() + verifyTimeoutSeconds * 1000;
    for (let poll = 0;; poll++) {
        const seen = await verify_lookAt(address, probe);
        if (seen.release === release)
            return true;
        if (clock.now() >= until)
            throw verify_notServed(address, release, seen.words, request);
        await clock.pause(verify_POLL_MS[poll] ?? verify_POLL_AT_MOST_MS);
    }
}
async function verify_lookAt(address, probe) {
    try {
        const { status, text, beginning } = await probe.get(address);
        const release = status === 200 ? releaseNamedIn(text) : undefined;
        if (release !== undefined)
            return { release, words: `the release ${release}` };
        return { words: `status ${status} and ${text === '' ? 'no content' : JSON.stringify(beginning)}` };
    }
    catch (thrown) {
        return { words: `no answer (${(0,src_errors/* asError */.zR)(thrown).message})` };
    }
}
function verify_notServed(address, release, found, request) {
    const { verifyTimeoutSeconds, invalidation, distributions } = request;
    const likely = distributions.length === 0 || invalidation === 'none'
        ? 'No invalidation was made: look at the inputs "invalidation" and "distribution-id"'
        : 'Look whether "site-url" is the address of this bucket and prefix';
    return new src_errors/* ActionError */.lZ({
        what: `The site did not serve the new release within ${verifyTimeoutSeconds} s`,
        found: `${found} at ${address}`,
        expected: `the release ${release}`,
        wayOut: `The files are uploaded. ${likely}; then run the deploy again`,
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/site/deploy.js













/** The steps of a site's deploy, in order. */
const SITE_STEPS = [
    STEPS.compareSite,
    STEPS.asset,
    STEPS.other,
    STEPS.page,
    STEPS.worker,
    STEPS.release,
    STEPS.invalidate,
    STEPS.verify,
    STEPS.prune,
];
/**
 * Deploys a front end: assets, other files, pages, release file, invalidation, verification, prune, each only after the
 * one before. So every page that is served names only files that exist, wherever it stops; the next run completes it.
 * @param found told what is known so far, after each step and after a failure: what is live has to be reported
 */
async function deploySite(request, ports, progress, found = () => { }) {
    return await new SiteDeploy(request, ports, progress, found).run();
}
/** One deploy of one site. */
class SiteDeploy {
    request;
    ports;
    progress;
    found;
    #tally = { files: 0, bytes: 0, etags: new Map() };
    #made = [];
    #intentId = (0,external_node_crypto_.randomUUID)();
    #deleted = 0;
    #verified = false;
    constructor(request, ports, progress, found) {
        this.request = request;
        this.ports = ports;
        this.progress = progress;
        this.found = found;
    }
    async run() {
        const { progress } = this;
        const work = await progress.step(STEPS.compareSite, () => this.#begin(), ({ comparison }) => syncSentence(comparison.sync.plan));
        const { comparison, lock } = work;
        for (const warning of comparison.sync.plan.warnings)
            this.ports.log.warning(warning);
        try {
            let manifest = await this.#upload(work);
            manifest = await progress.step(STEPS.invalidate, () => this.#invalidate(work, manifest), () => this.#made.length === 0
                ? 'nothing that an edge may hold has changed'
                : `${work.pending.flatMap(({ paths }) => paths).length} paths forgotten by every edge`);
            this.#verified = await progress.step(STEPS.verify, () => verifySite(this.request, comparison.sync.release, this.ports), (verified) => (verified ? `${this.request.url} serves ${comparison.sync.release}` : 'not checked'));
            await progress.step(STEPS.prune, () => this.#prune(work, manifest), () => (this.#deleted === 0 ? 'nothing is due' : `${this.#deleted} deleted`));
            return this.#report(comparison);
        }
        finally {
            this.found(this.#report(comparison));
            await lock?.release();
        }
    }
    /** Compares; where there is something to do, takes the lock and writes down what is intended, before anything else. */
    async #begin() {
        const first = await this.#compared();
        this.found(this.#report(first.comparison));
        if (this.#nothingToDo(first))
            return first;
        const lock = await takeLock(this.request, this.ports);
        try {
            await this.request.requireNewest?.();
            await requireAccess(first.comparison.kept, this.request.prefix, this.ports);
            // Every deploy writes an intent of its own, over exactly the manifest that it compared with. So one that has begun
            // in between is seen by the refusal, and one that had begun before, by its intent.
            const begun = first.comparison.manifest?.intent !== undefined;
            if (!begun && (await this.#writeIntent(first)))
                return { ...first, lock };
            const second = await this.#compared();
            if (!(await this.#writeIntent(second)))
                await second.record.write(this.#intent(second));
            return { ...second, lock };
        }
        catch (thrown) {
            await lock.release();
            throw thrown;
        }
    }
    async #compared() {
        const comparison = await compareSite(this.request, this.ports);
        const { manifest, record, sync } = comparison;
        const known = manifest?.pending ?? [];
        const pending = this.request.invalidation === 'none' ? known : owed(known, sync.changedPaths, this.request.distributions);
        return { comparison, pending, record: new ManifestRecord(this.ports.records, this.request.prefix, record) };
    }
    #nothingToDo({ comparison, record, pending }) {
        const { sync, manifest, locked } = comparison;
        const idle = sync.tasks.every(({ decision }) => decision.reason === 'unchanged');
        const settled = manifestOfRelease(manifest, sync, new Map(), this.#unmade(pending));
        return idle && !locked && sync.plan.deletions.length === 0 && record.holds(settled);
    }
    /** What stays owed when all that this run may make is made. */
    #unmade(pending) {
        return this.request.invalidation === 'none' ? pending : [];
    }
    async #writeIntent(work) {
        return await work.record.tryWrite(this.#intent(work));
    }
    #intent({ comparison, pending }) {
        return manifestOfIntent(comparison.manifest, comparison.sync, pending, this.#intentId);
    }
    /** @returns the manifest of the new release */
    async #upload(work) {
        const { comparison, record, pending, lock } = work;
        const { sync, releaseText, manifest: before } = comparison;
        const phase = async (name, after) => await this.progress.step(STEPS[name], async () => {
            await uploadPhase(name, sync.tasks, releaseText, this.#tally, comparison.kept, this.request, this.ports);
            await after?.();
        }, () => phaseSentence(name, sync.tasks));
        await phase('asset');
        await phase('other');
        await phase('page');
        await phase('worker');
        const next = () => manifestOfRelease(before, sync, this.#tally.etags, pending);
        await phase('release', async () => {
            if (lock !== undefined)
                await record.write(next());
        });
        return next();
    }
    async #invalidate({ record, pending, comparison, lock }, manifest) {
        if (this.request.invalidation === 'none' || lock === undefined)
            return manifest;
        await invalidate(pending, this.ports, (made) => this.#made.push(made));
        // What the prune will make stale is owed before it begins.
        const settled = { ...manifest, pending: owed([], comparison.sync.deletedPaths, this.request.distributions) };
        await record.write(settled);
        return settled;
    }
    async #prune({ comparison, record }, manifest) {
        const { due } = comparison.sync.retention;
        if (due.length === 0)
            return;
        const { prefix, cacheRules, releaseFile } = this.request;
        const { watching, naming, named } = pruneOrder(due, fileTraits(cacheRules, releaseFile));
        const remove = async (paths) => {
            const keys = paths.map((path) => prefix + path);
            await removeAll(keys, this.ports, (count) => {
                this.#deleted += count;
            });
        };
        await remove(watching);
        await remove(naming);
        // Until here an edge may serve an old page, whose files are still there.
        if (this.request.invalidation !== 'none') {
            await invalidate(manifest.pending, this.ports, (made) => this.#made.push(made));
        }
        await remove(named);
        await record.write({
            ...manifestWithout(manifest, due, this.request.now),
            pending: this.#unmade(manifest.pending),
        });
    }
    #report({ sync }) {
        const { url } = this.request;
        return {
            plan: sync.plan,
            release: sync.release,
            ...(url === undefined ? {} : { url }),
            uploaded: this.#tally.files,
            deleted: this.#deleted,
            bytes: this.#tally.bytes,
            invalidations: [...this.#made],
            verified: this.#verified,
        };
    }
}

;// CONCATENATED MODULE: ./lib/src/site/page-references.js

const ATTRIBUTE = /\s(?:href|src|poster|data|content|imagesrcset|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i;
/**
 * The files of this site that a page names, as paths inside the site, sorted.
 * @param base where the site's root is in the address, such as `/` or `/app/`
 */
function referencesOf(path, html, base = '/') {
    const found = new Set();
    for (const match of html.matchAll(ATTRIBUTE)) {
        const value = (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&').trim();
        const several = /srcset\s*=/i.test(match[0])
            ? value.split(/,\s+/).map((part) => part.split(/\s/)[0] ?? '')
            : [value];
        for (const address of several) {
            const target = page_references_insideSite(path, address, base);
            if (target !== undefined)
                found.add(target);
        }
    }
    return [...found].sort();
}
function page_references_insideSite(page, address, base) {
    if (ELSEWHERE.test(address))
        return undefined;
    const bare = address.replace(/[?#].*$/s, '');
    if (bare === '')
        return undefined;
    let decoded;
    try {
        decoded = decodeURIComponent(bare);
    }
    catch {
        decoded = bare;
    }
    if (!decoded.startsWith('/'))
        return external_node_path_.posix.join(external_node_path_.posix.dirname(page), decoded).normalize('NFC');
    return decoded.startsWith(base) ? external_node_path_.posix.normalize(decoded.slice(base.length)).normalize('NFC') : undefined;
}

;// CONCATENATED MODULE: ./lib/src/operation/site/preview.js



const WARNED = 10;
/**
 * What a deploy would do to the site, for the pull request. Reads, and changes nothing. Warns of every file without a
 * content hash that changes in place and that a page uses: there the promise of an unbroken site ends.
 */
async function previewSite(request, ports) {
    const comparison = await compareSite(request, ports);
    const { plan } = comparison.sync;
    const inPlace = await inPlaceWarnings(comparison, request, ports);
    return inPlace.length === 0 ? plan : { ...plan, warnings: [...plan.warnings, ...inPlace] };
}
async function inPlaceWarnings({ sync, files }, { url }, { folder }) {
    const changing = sync.tasks.filter(({ decision }) => decision.reason === 'content' && decision.phase === 'other');
    if (changing.length === 0)
        return [];
    const wanted = new Set(changing.map(({ file }) => file.path));
    const usedBy = new Map();
    const base = url === undefined ? '/' : new URL(url).pathname.replace(/\/?$/, '/');
    const pages = new Set(sync.tasks.filter(isPageTask).map(({ file }) => file.path));
    for (const file of files) {
        if (!pages.has(file.path))
            continue;
        const html = Buffer.from(await folder.content(file).bytes()).toString();
        for (const path of referencesOf(file.path, html, base)) {
            if (wanted.has(path) && !usedBy.has(path))
                usedBy.set(path, file.path);
        }
    }
    const all = [...usedBy].map(([path, page]) => `${path} changes in place, and ${page} uses it: for a moment visitors can have an old page with the new file. ` +
        'A name with a content hash has no such moment');
    if (all.length <= WARNED)
        return all;
    return [...all.slice(0, WARNED), `${all.length - WARNED} more files that pages use change in place`];
}
function isPageTask({ decision }) {
    return isPage(decision.contentType);
}

;// CONCATENATED MODULE: ./lib/src/operation/site/target.js

/**
 * Looks the target up. A missing output is an error for the bucket and means none for the distribution and the
 * address, so that a site without CloudFront needs no settings.
 */
function siteTarget(config, outputs) {
    const bucket = resolve(config.bucket, outputs);
    if (bucket === undefined) {
        const name = config.bucket.kind === 'stack-output' ? config.bucket.name : '';
        const names = Object.keys(outputs).sort();
        throw new src_errors/* ActionError */.lZ({
            what: `There is no bucket for the site: the stack has no output "${name}" that is a text`,
            found: names.length === 0 ? 'no outputs at all' : `the outputs ${names.join(', ')}`,
            expected: `an output "${name}", or the bucket's name in the input "site-bucket"`,
            wayOut: `Add \`output "${name}"\` to the configuration, or set "site-bucket"`,
        });
    }
    const url = resolve(config.url, outputs);
    return {
        bucket,
        distributions: config.distributions
            .map((source) => resolve(source, outputs))
            .filter((id) => id !== undefined),
        ...(url === undefined ? {} : { url }),
    };
}
function resolve(source, outputs) {
    if (source.kind === 'literal')
        return source.value === '' ? undefined : source.value;
    const value = outputs[source.name]?.value;
    return typeof value === 'string' && value !== '' ? value : undefined;
}

;// CONCATENATED MODULE: ./lib/src/operation/site/lane.js






/** What the site lane needs to know, from the configuration and the stack outputs. */
function siteRequest(context, site, target) {
    return {
        directory: (0,external_node_path_.join)(context.workspace, site.directory),
        prefix: site.prefix,
        cacheRules: site.cacheRules,
        exclude: site.exclude,
        keepUnreferencedDays: site.keepUnreferencedDays,
        maxDeletes: site.maxDeletes,
        invalidation: site.invalidation,
        verifyTimeoutSeconds: site.verifyTimeout,
        releaseFile: site.releaseFile,
        ...target,
        commit: context.run.sha,
        stage: context.config.stage,
        run: { id: context.run.id, attempt: context.run.attempt, url: context.run.url },
        now: context.now,
    };
}
/**
 * The site's diff for the pull request. It informs: a bucket that the stack has yet to create, or that the plan role may
 * not list, is mentioned and does not fail the plan. What could not be deployed after the merge does: an unfit site, or a
 * bucket that the input names and that does not exist.
 */
async function previewLane(context, site, stack, connect) {
    const outputs = stack === undefined ? {} : await stack.outputs();
    const { bucket } = site;
    if (bucket.kind === 'stack-output' && outputs[bucket.name] === undefined) {
        return { unavailable: `the stack has no output "${bucket.name}" yet: the first deploy creates it` };
    }
    const target = siteTarget(site, outputs);
    try {
        return { plan: await previewSite(siteRequest(context, site, target), connect(target)) };
    }
    catch (thrown) {
        if (context.signal.aborted || thrown instanceof UnfitSite)
            throw thrown;
        // The first deploy creates what the stack names, and nothing creates what the input names.
        if (bucket.kind === 'literal' && thrown instanceof src_errors/* MissingBucket */.vh)
            throw thrown;
        return { unavailable: (0,src_errors/* asError */.zR)(thrown).message };
    }
}
function previewSentence(preview) {
    return 'unavailable' in preview ? `Not compared: ${preview.unavailable}` : syncSentence(preview.plan);
}

;// CONCATENATED MODULE: ./lib/src/operation/deploy.js










/**
 * Applies what was reviewed, then the site: assets, other files, pages, release file, invalidation, verification,
 * prune. It stops at the first failure; a second run continues from what is live.
 */
async function deployOperation(context, ports) {
    const { config } = context;
    const { terraform, github } = ports;
    const run = new OperationRun(context, 'deploy', ports.log, [
        STEPS.signIn,
        ...(terraform === undefined ? [] : infrastructureSteps(context)),
        ...(config.site === undefined ? [] : SITE_STEPS),
    ]);
    const { findings } = run;
    return await run.conclude(async () => {
        await requireMerged(context, github);
        await requireNewest(context, github);
        await run.step(STEPS.signIn, () => ports.aws.signIn(), (said) => said);
        const merged = await github.mergedAs(context.run.sha, context.repository.defaultBranch);
        if (merged !== undefined)
            findings.pullRequest = merged.number;
        const infrastructure = terraform === undefined ? undefined : new InfrastructureDeploy(run, { ...ports, terraform });
        const plan = await infrastructure?.prepare();
        return await recorded(run, ports, async () => {
            const outputs = plan === undefined ? {} : await infrastructure?.apply(plan);
            await deployedSite(outputs ?? {});
            return deployedSentence(findings, config.stage);
        });
    });
    async function deployedSite(outputs) {
        if (config.site === undefined)
            return;
        const target = siteTarget(config.site, outputs);
        const request = {
            ...siteRequest(context, config.site, target),
            requireNewest: () => requireNewest(context, github),
        };
        await deploySite(request, ports.site(target), run.progress, (report) => {
            findings.site = report;
        });
    }
}
/** A tag or a release deploys only a commit that the default branch holds: nothing else was merged. */
async function requireMerged(context, github) {
    const { event, repository, run } = context;
    if (event.kind !== 'release' && !(event.kind === 'push' && event.tag !== undefined))
        return;
    if (await github.isAncestor(run.sha, repository.defaultBranch))
        return;
    throw new src_errors/* ActionError */.lZ({
        what: `The tag is refused: its commit is not in ${repository.defaultBranch}`,
        found: run.sha,
        expected: `a commit of ${repository.defaultBranch}`,
        wayOut: `Merge it into ${repository.defaultBranch}, and tag the merged commit`,
    });
}
function deployedSentence({ plan, site }, stage) {
    const parts = [];
    if (plan !== undefined)
        parts.push(`infrastructure ${planSentence(plan.changes)}`);
    if (site !== undefined) {
        parts.push(`site ${site.release}, ${site.uploaded} files uploaded${site.verified ? ', verified' : ''}`);
    }
    return `Deployed ${stage}: ${parts.join('; ')}`;
}

;// CONCATENATED MODULE: ./lib/src/terraform/destruction/state-values.js

function state_values_at(value, name) {
    return isObject(value) ? value[name] : undefined;
}
/** `undefined` where it is empty, too. */
function textAt(value, name) {
    const found = state_values_at(value, name);
    return typeof found === 'string' && found !== '' ? found : undefined;
}

;// CONCATENATED MODULE: ./lib/src/terraform/destruction/deleted-buckets.js



/** Arguments of a provider block by which it works as somebody else, or somewhere else, than its environment says. */
const SOMEBODY_ELSE = [
    'access_key',
    'assume_role',
    'assume_role_with_web_identity',
    'endpoints',
    'profile',
    'secret_key',
    'shared_config_files',
    'shared_credentials_file',
    'shared_credentials_files',
    'token',
];
/**
 * The buckets that a plan deletes and does not make again, by their names in the state. Only these are emptied: a bucket
 * that the plan does not name, or keeps, holds somebody's files. A name is not enough: a provider that works as somebody
 * else means a bucket of theirs, and what this run would find under the name is another one.
 *
 * @param hidden what the plan's JSON does not show of a provider: a `dynamic` block, a variable of the environment
 */
function deletedBuckets(plan, hidden) {
    const providers = new ProviderKeys(plan);
    const deleted = plan.resource_changes.filter(({ mode, change }) => mode === 'managed' && change.actions.join() === 'delete');
    const policies = new Set(deleted.filter(({ type }) => type === 'aws_s3_bucket_policy').map(({ change }) => textAt(change.before, 'bucket')));
    return deleted.flatMap((resource) => {
        const { address, type, change } = resource;
        const bucket = textAt(change.before, 'bucket');
        if (type !== 'aws_s3_bucket' || bucket === undefined)
            return [];
        const elsewhere = hidden ?? foreignProvider(resource, providers, plan);
        return {
            address,
            bucket,
            objectLock: state_values_at(change.before, 'object_lock_enabled') === true,
            hasPolicy: policies.has(bucket) || textAt(change.before, 'policy') !== undefined,
            ...(elsewhere === undefined ? {} : { elsewhere }),
        };
    });
}
/** A resource whose block is gone has a provider that the plan does not name: then each of that kind has to be the run's own. */
function foreignProvider({ module_address: module = '', type, name, provider_name: fullName }, providers, plan) {
    const key = providers.keyOf(callPath(moduleSteps(module)), `${type}.${name}`);
    const keys = key === undefined ? providers.withFullName(fullName).map((one) => one.key) : [key];
    const blocks = state_values_at(plan.configuration, 'provider_config');
    for (const one of keys) {
        const expressions = state_values_at(state_values_at(blocks, one), 'expressions');
        const set = SOMEBODY_ELSE.find((argument) => state_values_at(expressions, argument) !== undefined);
        if (set !== undefined)
            return `its provider "${one}" sets "${set}"`;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/src/terraform/destruction/deletion-protection.js

/** `deletion_protection`, `enable_deletion_protection`, `deletion_protection_enabled`, `delete_protection`, ... */
const PROTECTION = /^(enable_)?(deletion|delete|termination)_protection(_enabled)?$|^disable_api_termination$/;
/** Types that fail without a name for their last snapshot, unless they are told to make none. */
const SNAPSHOTS = [
    'aws_db_instance',
    'aws_rds_cluster',
    'aws_docdb_cluster',
    'aws_neptune_cluster',
    'aws_redshift_cluster',
];
/** What a service will refuse to delete, by the state's own values: known before anything is deleted. */
function undeletable({ resource_changes: changes }) {
    return changes
        .filter(({ mode, change }) => mode === 'managed' && change.actions.join() === 'delete')
        .flatMap(({ address, type, change: { before } }) => {
        if (!isObject(before))
            return [];
        const protection = Object.entries(before).find(([name, value]) => PROTECTION.test(name) && isOn(value));
        if (protection !== undefined)
            return { address, because: `${protection[0]} = ${JSON.stringify(protection[1])}` };
        const needsName = SNAPSHOTS.includes(type) &&
            before.skip_final_snapshot === false &&
            !before.final_snapshot_identifier &&
            !before.replicate_source_db;
        return needsName ? { address, because: 'skip_final_snapshot = false, without "final_snapshot_identifier"' } : [];
    });
}
function isOn(value) {
    return value === true || (typeof value === 'string' && /^(active|enabled|true)$/i.test(value));
}

;// CONCATENATED MODULE: ./lib/src/terraform/destruction/standing-ground.js


/**
 * What a plan would delete of the ground that the run stands on: stores of states, its own and those that it reads, the
 * packages, the lock table, its role. Deleted half-way, they leave a destroy that nobody can end.
 */
function undermined(plan, ground) {
    const tests = [
        ...storeTests(ground.backend, 'its own state'),
        ...remoteStates(plan).flatMap((store) => storeTests(store, 'a state that it reads (terraform_remote_state)')),
        named(['aws_s3_bucket'], 'bucket', ground.artifactBucket, 'the bucket of the packages ("artifact-bucket")'),
        ...roleTests(ground),
    ];
    return plan.resource_changes
        .filter(({ mode, change }) => mode === 'managed' && change.actions.includes('delete'))
        .flatMap(({ address, type, change }) => {
        const what = tests.map((test) => test(type, change.before)).find((found) => found !== undefined);
        return what === undefined ? [] : [{ address, what }];
    });
}
/** Arguments that name the store, by backend, with the resources that they may be. */
const STORES = {
    s3: [
        ['bucket', ['aws_s3_bucket', 'aws_s3_directory_bucket'], 'bucket', 'the bucket of'],
        ['dynamodb_table', ['aws_dynamodb_table'], 'name', 'the lock table of'],
        ['kms_key_id', ['aws_kms_key'], 'arn', 'the key that encrypts'],
        ['kms_key_id', ['aws_kms_key'], 'key_id', 'the key that encrypts'],
        ['kms_key_id', ['aws_kms_alias'], 'arn', 'the key that encrypts'],
        ['kms_key_id', ['aws_kms_alias'], 'name', 'the key that encrypts'],
    ],
    gcs: [['bucket', ['google_storage_bucket'], 'name', 'the bucket of']],
    azurerm: [
        ['storage_account_name', ['azurerm_storage_account'], 'name', 'the storage account of'],
        ['container_name', ['azurerm_storage_container'], 'name', 'the container of'],
        ['resource_group_name', ['azurerm_resource_group'], 'name', 'the resource group of'],
    ],
};
function storeTests({ type, config }, whose) {
    return (STORES[type] ?? []).map(([argument, types, attribute, what]) => named(types, attribute, textAt(config, argument), `${what} ${whose}`));
}
/** Its policies too: without them it can neither go on nor save the state. */
function roleTests({ role, byIdentity }) {
    const policies = ['aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_iam_role_policies_exclusive'];
    return [
        named(['aws_iam_role'], 'name', role, 'the role of this run'),
        named(policies, 'role', role, 'a right of the role of this run'),
        named([...policies, 'aws_iam_role_policy_attachments_exclusive'], 'role_name', role, 'a right of the role of this run'),
        (type, values) => {
            const roles = isObject(values) && type === 'aws_iam_policy_attachment' ? values.roles : undefined;
            return role !== undefined && Array.isArray(roles) && roles.includes(role)
                ? 'a right of the role of this run'
                : undefined;
        },
        (type, values) => byIdentity &&
            type === 'aws_iam_openid_connect_provider' &&
            textAt(values, 'url')
                ?.replace(/^https:\/\//, '')
                .startsWith('token.actions.githubusercontent.com')
            ? 'the identity provider by which this run signed in'
            : undefined,
    ];
}
/** An ARN names what its last part names. */
function named(types, attribute, wanted, what) {
    return (type, values) => {
        if (wanted === undefined || !types.includes(type))
            return undefined;
        const found = textAt(values, attribute);
        return found !== undefined && (found === wanted || lastPart(found) === lastPart(wanted)) ? what : undefined;
    };
}
function lastPart(name) {
    return name.startsWith('arn:') ? (name.split(/:(?:table|key|role)?\/?/).at(-1) ?? name) : name;
}
/** As they were read, and, where nothing was read yet, as the configuration has them. */
function remoteStates({ prior_state: prior, configuration }) {
    const read = modulesOf(state_values_at(state_values_at(prior, 'values'), 'root_module'), (module) => childrenOf(module.child_modules));
    const written = modulesOf(state_values_at(configuration, 'root_module'), ({ module_calls: calls }) => isObject(calls) ? Object.values(calls).map((call) => state_values_at(call, 'module')) : []);
    return [
        ...remoteIn(read).map((resource) => store(state_values_at(resource, 'values'), (value) => value)),
        ...remoteIn(written).map((resource) => store(state_values_at(resource, 'expressions'), (value) => state_values_at(value, 'constant_value'))),
    ];
}
function store(values, inside) {
    const type = inside(state_values_at(values, 'backend'));
    return { type: typeof type === 'string' ? type : 's3', config: inside(state_values_at(values, 'config')) ?? null };
}
function modulesOf(module, inner) {
    if (!isObject(module))
        return [];
    return [module, ...inner(module).flatMap((child) => modulesOf(child, inner))];
}
function childrenOf(children) {
    return Array.isArray(children) ? children : [];
}
function remoteIn(modules) {
    return modules
        .flatMap((module) => childrenOf(state_values_at(module, 'resources')))
        .filter((resource) => state_values_at(resource, 'type') === 'terraform_remote_state');
}

;// CONCATENATED MODULE: ./lib/src/operation/run/destroy-confirmation.js
/** Between the stack that is destroyed and the protected things that go with it. */
const INCLUDING = ' including ';
/** The part of a confirmation that names the stack. */
function confirmedStack(confirmation) {
    return confirmation.split(INCLUDING, 1)[0] ?? '';
}
/** What `protect` protects and the confirmation names nevertheless: `OWNER/REPO:dev including aws_db_instance.main, ...`. */
function confirmedProtected(confirmation) {
    const at = confirmation.indexOf(INCLUDING);
    if (at < 0)
        return new Set();
    const named = confirmation.slice(at + INCLUDING.length).split(/,\s+/);
    return new Set(named.map((name) => name.trim()).filter((name) => name !== ''));
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/empty-buckets.js

/** Looks at a bucket that was emptied: when files still arrive after so many, somebody is writing, without end. */
const MOST_LATE_LOOKS = 20;
/** Errors that are shown of one bucket; the rest is counted. */
const SHOWN_ERRORS = 10;
/** The keys of states, with their backups, and of the S3 backend's locks. */
const empty_buckets_STATE = /\.(tfstate(\.backup)?|tflock)$/;
/**
 * Deletes every version and every delete marker: with only markers left a bucket looks empty and cannot be deleted.
 * No state of Terraform is deleted, nor a lock on one: a bucket that holds one is refused, whoever it belongs to.
 * What arrives meanwhile is found by the next look; a bucket is done when a look finds nothing.
 */
async function emptyBuckets(buckets, contents, signal) {
    for (const bucket of buckets)
        await eachVersion(bucket, contents, signal, () => { });
    const emptied = [];
    for (const bucket of buckets) {
        const uploads = await contents.abortUploads(bucket);
        const versions = await emptyBucket(bucket, contents, signal);
        emptied.push({ bucket, versions, uploads });
    }
    return emptied;
}
/** Reads the whole listing of a bucket that is to be emptied. Throws where it holds a state. */
async function eachVersion(bucket, contents, signal, look) {
    for (let after;;) {
        signal.throwIfAborted();
        const { versions, next } = await contents.versions(bucket, after);
        requireNoState(bucket, versions);
        await look(versions);
        if (next === undefined)
            return;
        after = next;
    }
}
/** Always the first page, since a marker may name a version that was just deleted. */
async function emptyBucket(bucket, contents, signal) {
    let deleted = 0;
    let late = 0;
    let last;
    while (late <= MOST_LATE_LOOKS) {
        signal.throwIfAborted();
        const { versions, next } = await contents.versions(bucket);
        const [first] = versions;
        if (first === undefined)
            return deleted;
        if (first.key === last?.key && first.versionId === last.versionId)
            throw stillThere(bucket, first);
        requireNoState(bucket, versions);
        const errors = await contents.remove(bucket, versions);
        deleted += versions.length - errors.length;
        if (errors.length > 0)
            throw empty_buckets_notDeleted(bucket, deleted, errors);
        last = first;
        if (next === undefined)
            late++;
    }
    throw new src_errors/* ActionError */.lZ({
        what: `The bucket ${bucket} keeps receiving objects while it is being emptied`,
        found: `new objects at each of ${MOST_LATE_LOOKS} looks, ${deleted} versions deleted so far`,
        wayOut: 'Stop what writes to it, then run the destroy again',
    });
}
function requireNoState(bucket, versions) {
    const state = versions.find(({ key }) => empty_buckets_STATE.test(key));
    if (state === undefined)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: `The bucket ${bucket} is not emptied: it holds a state of Terraform`,
        found: JSON.stringify(state.key),
        expected: 'a stack that does not manage the bucket of a state',
        wayOut: 'Take the bucket out of the stack with a "removed" block and "destroy = false", then run the destroy again',
    });
}
function stillThere(bucket, { key, versionId }) {
    return new src_errors/* ActionError */.lZ({
        what: `The bucket ${bucket} still lists a version that was deleted`,
        found: `${JSON.stringify(key)}, version ${versionId}`,
        expected: 'the next version, or none',
        wayOut: 'Run the destroy again: it continues',
    });
}
function empty_buckets_notDeleted(bucket, deleted, errors) {
    const shown = errors.slice(0, SHOWN_ERRORS).map(({ key, why }) => `${JSON.stringify(key)} (${why})`);
    const more = errors.length > shown.length ? ` and ${errors.length - shown.length} more` : '';
    const denied = errors.some(({ why }) => why.startsWith('AccessDenied'));
    const Failure = denied ? src_errors/* BucketDenied */.iQ : src_errors/* ActionError */.lZ;
    return new Failure({
        what: `The bucket ${bucket} could not be emptied`,
        found: `${shown.join(', ')}${more}; ${deleted} versions were deleted`,
        wayOut: denied
            ? 'Look for a policy of the bucket, or an object lock, that keeps them; then run the destroy again: it continues'
            : 'Run the destroy again: it continues',
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/destroy-guards.js







/**
 * Looks at a destroy plan before anything is recorded or deleted: whether it takes away what the run, or another one,
 * stands on; whether it was meant; whether something will stop it half-way. Throws.
 * @returns the buckets that may be emptied, whose whole listing was read
 */
async function guardDestroy({ plan, changes }, { config, signal }, { log, aws, buckets, terraform }) {
    const { backend, hiddenProvider } = await terraform.ground();
    const role = plan.resource_changes.some(({ type }) => type.startsWith('aws_iam_')) ? await aws.roleName() : undefined;
    const artifactBucket = config.packages?.bucket;
    requireGround(undermined(plan, {
        backend,
        byIdentity: config.aws.role !== undefined,
        ...(artifactBucket === undefined ? {} : { artifactBucket }),
        ...(role === undefined ? {} : { role }),
    }));
    requireMeant(changes, config.protect, confirmedProtected(config.confirmDestroy));
    requireDeletable(undeletable(plan).map(({ address, because }) => `${address} (${because})`));
    const deleted = deletedBuckets(plan, hiddenProvider);
    const emptied = deleted.filter(({ elsewhere }) => elsewhere === undefined);
    for (const bucket of emptied)
        await requireEmptiable(bucket, buckets, log, signal);
    return { emptied, leftAlone: deleted.filter(({ elsewhere }) => elsewhere !== undefined) };
}
function requireGround(found) {
    if (found.length === 0)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'The destroy would delete what this run, or another stack, stands on',
        found: destroy_guards_listed(found.map(({ address, what }) => `${address}, ${what}`)),
        wayOut: 'Nothing was deleted. Take it out of the stack with a "removed" block and "destroy = false", deploy that, then run the destroy again',
    });
}
function requireMeant(changes, patterns, named) {
    const meant = new Set(protectedChanges(changes, patterns.filter((pattern) => named.has(pattern))).map(({ address }) => address));
    const left = protectedChanges(changes, patterns).filter(({ address }) => !named.has(address) && !meant.has(address));
    if (left.length === 0)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'The destroy deletes what "protect" protects',
        found: destroy_guards_listed(left.map(({ address }) => address)),
        wayOut: `Nothing was deleted. To delete it, name it in "confirm-destroy", by address or pattern: ... including ${left[0]?.address}`,
    });
}
function requireDeletable(found) {
    if (found.length === 0)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'The destroy would stop half-way at what is protected from deletion',
        found: destroy_guards_listed(found),
        wayOut: 'Nothing was deleted. Change these arguments in a pull request, deploy it, then run the destroy again',
    });
}
async function requireEmptiable({ bucket, objectLock, hasPolicy }, contents, log, signal) {
    log.info(`Reading the listing of the bucket ${bucket}`);
    try {
        await eachVersion(bucket, contents, signal, async (versions) => {
            if (!objectLock)
                return;
            for (const version of versions) {
                const kept = await contents.retention(bucket, version);
                if (kept !== undefined)
                    requireDeletable([`${JSON.stringify(version.key)} in the bucket ${bucket} (${kept})`]);
            }
        });
    }
    catch (thrown) {
        if (!(thrown instanceof src_errors/* BucketDenied */.iQ) || !hasPolicy || objectLock)
            throw thrown;
        // It is looked at again before it is emptied.
        log.info(`The bucket ${bucket} cannot be listed while its policy stands, which this plan deletes.`);
    }
}
function destroy_guards_listed(found) {
    const shown = found.slice(0, 10);
    return found.length > shown.length
        ? `${shown.join('; ')}; and ${found.length - shown.length} more`
        : shown.join('; ');
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/destroy-stack.js












/** The steps of a destruction, in order. */
const DESTRUCTION_STEPS = [STEPS.planDestroy, STEPS.guards, STEPS.empty, STEPS.destroy];
/** One destruction of one root module: plan, look, empty the buckets that it deletes, apply. */
class Destruction {
    run;
    ports;
    constructor(run, ports) {
        this.run = run;
        this.ports = ports;
    }
    /** Everything that can be known before anything is deleted. */
    async planned() {
        const { context, findings } = this.run;
        const { terraform, log, github } = this.ports;
        const variables = packagesNotNeeded(context.config.packages);
        const { file, plan, report } = await this.run.step(STEPS.planDestroy, async () => {
            const files = await terraform.plan({ destroy: true, lock: true, variables });
            const { report } = planReport(files, context, { lineage: await terraform.lineage(), aws: {} });
            // What the state lacks would outlive the stage, and nobody would look for it.
            await requireSaved(context, files.json, { github, terraform, log });
            return { file: files.planFile, plan: readPlan(files.json), report };
        }, (made) => planSentence(made.report.changes));
        findings.plan = report;
        findings.diagnostics.push(...report.diagnostics);
        const { changes } = report;
        for (const change of changes.resources)
            log.info(`${change.action} ${change.address}`);
        const guard = () => guardDestroy({ plan, changes }, context, this.ports);
        const buckets = await this.run.step(STEPS.guards, guard, guardedSentence);
        const said = buckets.leftAlone.map(leftAlone).filter((sentence) => !findings.warnings.includes(sentence));
        findings.warnings.push(...said);
        return { file, buckets, changes };
    }
    /**
     * Empties and destroys. What changed the state since the plan was made, a deploy that had the lock, makes it stale:
     * then it is planned again, since there may be more to destroy. So it is where a bucket was filled meanwhile, or kept
     * its contents by a policy that the apply has deleted.
     * @returns what was destroyed
     */
    async applied(first) {
        const { terraform, log } = this.ports;
        let plan = first;
        for (let further = 0;; further++) {
            const denied = await this.#emptied(plan.buckets.emptied, further);
            try {
                const { file } = plan;
                await this.run.step(STEPS.destroy, () => this.run.applying((changed) => terraform.apply(file, changed)));
                return first.changes.counts.destroy > plan.changes.counts.destroy ? first.changes : plan.changes;
            }
            catch (thrown) {
                if (further === FURTHER_PLANS || !(thrown instanceof TerraformFailure))
                    throw thrown;
                const refilled = thrown.diagnostics.some(({ summary, detail }) => /BucketNotEmpty/.test(`${summary} ${detail}`));
                if (thrown.kind !== 'stale-plan' && !refilled && !denied)
                    throw thrown;
                log.info(refilled || denied
                    ? 'A bucket was not empty when Terraform deleted it: planning again.'
                    : 'The state changed after the plan was made: planning again.');
                plan = await this.planned();
            }
        }
    }
    /**
     * Only what this plan deletes: any other bucket holds somebody's files.
     * @returns whether a bucket's own policy, which the plan deletes, forbade it
     */
    async #emptied(buckets, further) {
        const { buckets: contents, log } = this.ports;
        let denied = false;
        const empty = async () => {
            const emptied = [];
            for (const { bucket, hasPolicy } of buckets) {
                try {
                    await this.#requireUnlocked(bucket);
                    log.info(`Emptying the bucket ${bucket}`);
                    emptied.push(...(await emptyBuckets([bucket], contents, this.run.context.signal)));
                }
                catch (thrown) {
                    if (!(thrown instanceof src_errors/* BucketDenied */.iQ) || !hasPolicy || further === FURTHER_PLANS)
                        throw thrown;
                    denied = true;
                    log.info(`${thrown.message} Terraform deletes its policy first; then it is emptied.`);
                }
            }
            return emptied;
        };
        await this.run.step(STEPS.empty, empty, (emptied) => emptiedSentence(emptied, buckets.length));
        return denied;
    }
    /** Not taken but looked at: a lock in the bucket would be deleted with everything else in it. */
    async #requireUnlocked(bucket) {
        // A bucket that an earlier attempt deleted holds none, and cannot be asked.
        if ((await this.ports.buckets.versions(bucket)).versions.length === 0)
            return;
        const { config, run } = this.run.context;
        const ports = this.ports.site({ bucket, distributions: [] });
        await requireUnlocked({ bucket, prefix: config.site?.prefix ?? '', run }, ports);
    }
}
function guardedSentence({ emptied, leftAlone }) {
    const names = emptied.map(({ bucket }) => bucket);
    const said = names.length === 0 ? 'no bucket to empty' : `to be emptied: ${names.join(', ')}`;
    return leftAlone.length === 0
        ? said
        : `${said}; left to Terraform: ${leftAlone.map(({ bucket }) => bucket).join(', ')}`;
}
function leftAlone({ address, bucket, elsewhere }) {
    return (`The bucket ${bucket} (${address}) is not emptied by this run: ${elsewhere}, so that the bucket of this name that the run ` +
        'would find may be another one. If it is not empty, set "force_destroy = true", deploy that, then run the destroy again');
}
function emptiedSentence(emptied, wanted) {
    if (wanted === 0)
        return 'there is no bucket to empty';
    return emptied.map(({ bucket, versions }) => `${bucket}: ${versions} versions and delete markers`).join('; ');
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/nothing-deployed.js


/**
 * Whether nothing is deployed: the state is empty, and the deployment records agree. A wrong key, bucket or workspace
 * shows an empty state as well, while all that the stage has runs on.
 *
 * A destroy that was cut off at its end leaves the state that it emptied, with a lineage; so does a first deploy that
 * failed. Where there never was a state there is none, and nothing tells it from a wrong key.
 * @throws where the state is empty and the records speak against it
 */
async function isNothingDeployed({ identity }, terraform, github) {
    if ((await terraform.resources()).length > 0)
        return false;
    // A module may consist of outputs alone; a destroy removes them too.
    if (Object.keys(await terraform.outputs()).length > 0)
        return false;
    const { now, begun } = await github.standing(deployTask(identity), identity.stage);
    if (now === 'destroyed' && begun.length === 0)
        return true;
    const isKnown = (await terraform.lineage()) !== undefined;
    if (isKnown && (now === 'destroyed' || begun.includes('destroy')))
        return true;
    const { stage, directory, workspace } = identity;
    throw new src_errors/* ActionError */.lZ({
        what: `The state of ${stage} is empty, but the deployment records say that ${stage} ${now === 'deployed' ? 'is deployed' : 'was partly deployed'}`,
        found: `${isKnown ? 'a state without resources' : 'no state'} (directory "${directory}", workspace "${workspace}")`,
        expected: 'the state that the deploys have written',
        wayOut: 'Compare "backend-config" and "workspace" with those of the deploy; if something else has destroyed the stage, deploy it again and destroy that',
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/destroy.js







/** Destroys the stack. The confirmation was compared before anything was connected. */
async function destroyOperation(context, ports) {
    const run = new OperationRun(context, 'destroy', ports.log, [
        STEPS.signIn,
        STEPS.init,
        STEPS.compareState,
        ...DESTRUCTION_STEPS,
        STEPS.left,
    ]);
    return await run.conclude(async () => {
        const { terraform } = ports;
        if (terraform === undefined) {
            throw new src_errors/* ActionError */.lZ({
                what: 'There is nothing to destroy',
                found: 'an empty "infra-directory"',
                expected: 'a Terraform root module',
            });
        }
        await run.step(STEPS.signIn, () => ports.aws.signIn(), (said) => said);
        await run.step(STEPS.init, () => terraform.init());
        // Before anything is recorded: a destroy of the wrong state is no destroy that began.
        const nothing = await run.step(STEPS.compareState, () => isNothingDeployed(context, terraform, ports.github), (empty) => (empty ? 'nothing is deployed' : 'there is something to destroy'));
        const destruction = new Destruction(run, { ...ports, terraform });
        const plan = await destruction.planned();
        return await recorded(run, ports, async () => {
            const { counts } = await destruction.applied(plan);
            const left = await run.step(STEPS.left, () => terraform.resources());
            if (left.length > 0) {
                throw new src_errors/* ActionError */.lZ({
                    what: `The destroy left ${left.length} resources in the state`,
                    found: left.slice(0, 20).join(', '),
                    expected: 'an empty state',
                    wayOut: 'Run the destroy again, or look at what each of them says',
                });
            }
            const about = [context.config.stage, ...uncommonParts(context.identity)].join(', ');
            if (nothing && counts.destroy === 0)
                return `Nothing was deployed to ${about}: there was nothing to destroy`;
            return `Destroyed ${about}: ${counts.destroy} resources, the state is empty`;
        });
    });
}

;// CONCATENATED MODULE: ./lib/src/terraform/configuration/slices.js

const slices_NOTHING = sliceFrom([]);
/** For a plan whose values alone count. */
const NO_SLICES = {
    beside: () => slices_NOTHING,
    ofUnknown: () => undefined,
    ofOutput: () => slices_NOTHING,
    ofInvocation: () => slices_NOTHING,
    ofNamedFile: () => undefined,
};

;// CONCATENATED MODULE: ./lib/src/terraform/reviewed/drift.js




/**
 * Tells changes made outside Terraform from pending ones. Terraform lists the former as `resource_drift`; of these the
 * ones count that the plan acts on, or whose attributes it is made from (`relevant_attributes`).
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
function driftOfPlan(plan, changes, context) {
    const acted = changes.resources.filter(({ mode }) => mode === 'managed');
    const concerned = new Set([
        ...acted.map(({ address }) => address),
        ...plan.relevant_attributes.map(({ resource }) => resource),
    ]);
    const found = changes.class !== 'none';
    const outside = found ? changes.drift.filter(({ address }) => concerned.has(address)) : [];
    const changedOutside = new Set(outside.map(({ address }) => address));
    return {
        found,
        outside,
        leftAlone: changes.drift.filter(({ address }) => !changedOutside.has(address)),
        pending: {
            resources: acted.filter(({ address }) => !changedOutside.has(address)),
            outputs: changes.outputs,
            deferred: changes.deferred,
            invocations: changes.invocations,
        },
        fingerprint: fingerprintOf([...digests(plan, context), ...outsideDigests(plan, changedOutside, context)]),
    };
}
/** The values that others set: another change of the same attribute is another drift. */
function outsideDigests(plan, addresses, context) {
    const outside = {
        ...plan,
        resource_changes: plan.resource_drift.filter(({ address }) => addresses.has(address)),
        deferred_changes: [],
        output_changes: {},
        action_invocations: [],
        deferred_action_invocations: [],
    };
    return digests(outside, context).map((digest) => `outside:${digest}`);
}
/** A drift is a matter of values: another text of the configuration is not another drift. */
function digests(plan, context) {
    return reviewedChanges({ plan, slices: NO_SLICES, ...context }).changes.map(digestOfChange);
}

;// CONCATENATED MODULE: ./lib/src/operation/kept-issue.js
/**
 * One open issue a stack: opened, rewritten when the story is another one, closed when it is over. The comment comes
 * first: if what follows fails, the next run says it once more, instead of nobody ever saying it.
 * @param same what becomes of the text while the story is the same
 */
async function keepIssue(found, notice, same, { issues, comments, log }) {
    const say = async ({ number }, text) => {
        await comments.upsert(number, notice.commentMarker, `${notice.commentMarker}\n\n${text}`, { create: true });
    };
    const { marker, formerMarker } = notice;
    const own = await issues.ownIssues(marker);
    const former = own.length > 0 || formerMarker === undefined ? [] : await issues.ownIssues(formerMarker);
    const [issue, ...others] = [...own, ...former];
    if (issue === undefined) {
        if (!found)
            return undefined;
        return { ...about(await issues.openIssue(notice.marker, kept_issue_textOf(notice), notice.label)), state: 'opened' };
    }
    // Two runs at once, where no concurrency group keeps them apart, may each have opened one.
    for (const other of others) {
        log.info(`Closing #${other.number}, which says the same as #${issue.number}`);
        await say(other, notice.duplicate(issue.number));
        await issues.closeIssue(other.number, 'not_planned');
    }
    if (!found) {
        await say(issue, notice.gone);
        await issues.closeIssue(issue.number, 'completed');
        return { ...about(issue), state: 'closed' };
    }
    if (issue.firstLine === notice.body.split('\n', 1)[0]) {
        if (same === 'rewritten')
            await issues.rewriteIssue(issue.number, kept_issue_textOf(notice));
        return { ...about(issue), state: 'unchanged' };
    }
    await say(issue, notice.changed);
    await issues.rewriteIssue(issue.number, kept_issue_textOf(notice));
    return { ...about(issue), state: 'updated' };
}
function kept_issue_textOf({ title, body }) {
    return { title, body };
}
function about({ number, url }) {
    return { number, url };
}

;// CONCATENATED MODULE: ./lib/src/operation/run/skipped.js

/** A run that has nothing to do says so in one sentence. */
function skippedOutcome(context, because) {
    return {
        operation: 'skipped',
        result: 'skipped',
        identity: context.identity,
        commit: commitOf(context),
        runUrl: context.run.url,
        sentence: `Skipped: ${because}`,
        steps: [],
        warnings: [],
        diagnostics: [],
    };
}

;// CONCATENATED MODULE: ./lib/src/operation/drift.js










const NOTHING_DEPLOYED = {
    deployed: false,
    found: false,
    outside: [],
    leftAlone: [],
    pending: { resources: [], outputs: [], deferred: [], invocations: [] },
    fingerprint: '',
};
/**
 * Plans what is merged against the world and keeps one issue about what they differ in. Changes nothing in the cloud,
 * and drift is no failure; an issue that cannot be kept is one, since nobody else tells of the drift.
 */
async function driftOperation(context, ports) {
    const { terraform, aws } = ports;
    const { config } = context;
    if (terraform === undefined)
        return skippedOutcome(context, 'there is no infrastructure that could drift');
    const run = new OperationRun(context, 'drift', ports.log, [
        STEPS.signIn,
        ...(config.packages === undefined ? [] : [STEPS.packages]),
        STEPS.init,
        STEPS.plan,
        STEPS.issue,
    ]);
    const { findings } = run;
    return await run.conclude(async () => {
        await run.step(STEPS.signIn, () => aws.signIn(), (said) => said);
        const variables = await packageVariables(ports.packages);
        await run.step(STEPS.init, () => terraform.init());
        const drift = await run.step(STEPS.plan, () => plannedDrift(terraform, variables), driftSentence);
        findings.drift = drift;
        const sentence = `${config.stage}: ${driftSentence(drift)}`;
        const notice = ports.notice(run.succeeded(sentence));
        const issue = await run.step(STEPS.issue, () => keepIssue(drift.found, notice, 'left', ports), (kept) => (kept === undefined ? 'there is none, and none is needed' : `${kept.state} #${kept.number}`));
        if (issue === undefined)
            return sentence;
        findings.drift = { ...drift, issue };
        return `${sentence}; ${issue.state} ${issue.url}`;
    });
    async function plannedDrift(planner, variables) {
        // A stage that was destroyed, or never deployed, is no stage that has drifted.
        if (await isNothingDeployed(context, planner, ports.github))
            return NOTHING_DEPLOYED;
        // A plan that is only looked at needs no lock, which the plan role could not write.
        const files = await planner.plan({ destroy: false, lock: false, variables });
        const lineage = await planner.lineage();
        const { report } = planReport(files, context, { lineage, aws });
        findings.plan = report;
        findings.diagnostics.push(...report.diagnostics);
        const plan = readPlan(files.json);
        return { deployed: true, ...driftOfPlan(plan, report.changes, digestingOf(plan, context, lineage)) };
    }
    /** Packed as for a deploy, so that only code that is not deployed is a difference. Nothing is uploaded. */
    async function packageVariables(packages) {
        const wanted = config.packages;
        if (wanted === undefined || packages === undefined)
            return new Map();
        const lane = await run.step(STEPS.packages, () => packed(wanted, packages), packagesSentence);
        findings.packages = lane.reports;
        return lane.variables;
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/failure-issue.js



/**
 * A failed deploy or destroy has an owner: one issue a stack, which the next success closes. Never changes the result: what
 * GitHub refuses is one warning, and after a success nobody needs it.
 */
async function keepFailureIssue(outcome, context, ports) {
    const { operation, result } = outcome;
    if ((operation !== 'deploy' && operation !== 'destroy') || result === 'skipped')
        return undefined;
    const failed = result === 'failed';
    try {
        if (!failed) {
            return await keepIssue(false, ports.failureNotice(outcome, { waiting: [], mentioned: false }), 'left', ports);
        }
        const facts = { waiting: await waiting(context, ports), ...(await ownerOf(outcome, context, ports)) };
        const kept = await keepIssue(true, ports.failureNotice(outcome, { ...facts, mentioned: false }), 'rewritten', ports);
        if (kept !== undefined && facts.owner !== undefined)
            await assigned(kept, facts.owner, facts.waiting);
        return kept;
    }
    catch (thrown) {
        const { message } = (0,src_errors/* asError */.zR)(thrown);
        if (failed)
            ports.log.warning(`No issue tells of this failure (it needs issues: write): ${message}`);
        else
            ports.log.info(`Whether an issue about an earlier failure is open is not known: ${message}`);
        return undefined;
    }
    /** GitHub drops without an error whom it may not assign: its answer says who is. */
    async function assigned({ number }, owner, merges) {
        const assignees = await ports.github.assignIssue(number, owner);
        if (assignees.some((login) => login.toLowerCase() === owner.toLowerCase()))
            return;
        const { title, body } = ports.failureNotice(outcome, { waiting: merges, owner, mentioned: true });
        await ports.issues.rewriteIssue(number, { title, body });
    }
}
/** What was merged since the last success; nothing where GitHub does not say, since the failure is told in any case. */
async function waiting({ identity, repository, run }, { github }) {
    try {
        const last = await github.lastSuccessful(deployTask(identity), identity.stage);
        if (last === undefined)
            return [];
        const merged = await github.mergedSince(last.sha, run.sha, repository.defaultBranch);
        return merged.map(({ number }) => number);
    }
    catch {
        return [];
    }
}
async function ownerOf({ pullRequest }, { run }, { github }) {
    const starter = isPerson(run.actor) ? { owner: run.actor } : {};
    if (pullRequest === undefined)
        return starter;
    try {
        const { merger, author } = await github.mergedBy(pullRequest);
        const owner = [merger, author].find((login) => login !== undefined && isPerson(login));
        return owner === undefined ? {} : { owner };
    }
    catch {
        return starter;
    }
}
/** As GitHub writes logins; an app's ends with `[bot]`, and the merge queue is one too. */
function isPerson(login) {
    return /^[A-Za-z0-9](?:[A-Za-z0-9-]|_(?=[a-z0-9]))*$/.test(login);
}

;// CONCATENATED MODULE: ./lib/src/operation/infrastructure/rescue.js



/** Seconds. The runner gives a cancelled job five minutes for everything. */
const rescue_PATIENCE = 240;
/** Seconds before each further attempt to push a state. */
const PAUSES = [2, 5, 10, 20, 30];
/** Terraform's words for a state that must not be replaced: another attempt would be refused as well. */
const REFUSED = /lineage|serial|newer/i;
/**
 * Puts in order what a cancelled or killed run has left: waits for its Terraform, pushes the state that could not be
 * saved, compares it with what was made, and marks what it lacks. The lock, if it is the one that this Terraform took, is
 * released only then. What it cannot do it spells out. It throws nothing: the run has failed already, and each part is
 * worth trying.
 */
async function rescue(running, ports) {
    const { left, log } = ports;
    const command = `${(0,external_node_path_.basename)(running.binary).replace(/-bin$/, '')} -chdir=${running.directory}`;
    log.info(`${running.command} (pid ${running.pid}) did not end well: looking at what it left`);
    if (!(await left.ended(rescue_PATIENCE))) {
        log.warning(`Terraform still runs (pid ${running.pid}) after ${rescue_PATIENCE} seconds, and the runner will end it. ` +
            `Afterwards look at the lock with \`${command} plan\`, release it with \`force-unlock\`, and plan before anything is applied`);
        await rescue_marked(left.made(), ports, 'Terraform had not ended');
        return;
    }
    const lock = await lockLeft(running, left, log, command);
    const ours = lock !== undefined && lock !== 'unknown' && rescue_isOurs(lock, running, left.who);
    await pushState(ours, ports, command);
    const safe = running.command !== 'apply' || (await rescue_compared(ports));
    if (!ours)
        return;
    if (!safe) {
        return log.error(`The lock ${lock.id} stays, so that nothing is applied to a state that lacks what was made. ` +
            `When it is repaired: ${command} force-unlock ${lock.id}`);
    }
    try {
        await left.unlock(lock.id);
        log.info(`Released the lock ${lock.id}, which the ended ${running.command} had left`);
    }
    catch (thrown) {
        log.warning(`The lock could not be released: ${(0,src_errors/* asError */.zR)(thrown).message} Release it: ${command} force-unlock ${lock.id}`);
    }
}
async function lockLeft(running, left, log, command) {
    try {
        const lock = await left.lock();
        if (lock === undefined)
            log.info('The state is not locked');
        else if (!rescue_isOurs(lock, running, left.who)) {
            log.warning(`The state is locked by ${lock.who} since ${lock.created} (${lock.operation}, lock ${lock.id}), which is not this run. ` +
                `Only when that run is certainly over: ${command} force-unlock ${lock.id}`);
        }
        return lock;
    }
    catch (thrown) {
        log.warning(`Whether a lock is left could not be found out: ${(0,src_errors/* asError */.zR)(thrown).message} ` +
            `If the next run says that the state is locked since ${running.startedAt} by ${left.who}, release it: ${command} force-unlock LOCK_ID`);
        return 'unknown';
    }
}
async function pushState(locked, { left, log, wait }, command) {
    const file = await left.erroredState();
    if (file === undefined)
        return;
    for (let attempt = 0;; attempt++) {
        try {
            await left.push(file, locked);
            return log.info('The state that could not be saved was pushed: everything that was made is in it');
        }
        catch (thrown) {
            const { message } = (0,src_errors/* asError */.zR)(thrown);
            const pause = PAUSES[attempt];
            if (pause !== undefined && !REFUSED.test(message)) {
                log.info(`Pushing the state failed, and is tried again in ${pause} seconds: ${message}`);
                await wait(pause);
                continue;
            }
            // It holds secrets in clear, so it is not uploaded; on a hosted runner it ends with the machine.
            return log.error(`The state could not be saved, and pushing ${file} failed too: ${message} ` +
                `Apply nothing before it is repaired. On a runner of your own: ${command} state push ${file}. ` +
                'Elsewhere import what was made, by the blocks that the next deploy prints');
        }
    }
}
/** @returns whether the state has everything that was made, or a mark says what it lacks */
async function rescue_compared(ports) {
    const { left, log } = ports;
    const made = left.made();
    if (made.length === 0)
        return true;
    let lacking = made;
    let why = 'the state lacks them';
    try {
        lacking = lackingIn(await left.state(), made);
    }
    catch (thrown) {
        why = `the state could not be read: ${(0,src_errors/* asError */.zR)(thrown).message}`;
    }
    if (lacking.length > 0)
        return await rescue_marked(lacking, ports, why);
    log.info('The state has everything that the apply has made');
    return true;
}
async function rescue_marked(made, { log, mark }, why) {
    if (made.length === 0)
        return true;
    log.error(`Made, and not known to be in the state (${why}). Import them before anything is applied:\n${importBlocks(made)}`);
    try {
        await mark(made);
        log.info('A record on GitHub stops the next deploy until they are in the state');
        return true;
    }
    catch (thrown) {
        log.error(`No record of it could be left on GitHub: ${(0,src_errors/* asError */.zR)(thrown).message}`);
        return false;
    }
}
/**
 * Terraform does not tell its lock's id while it holds it. A lock is this process's when this user on this machine took
 * it, for the same operation, not before the process started.
 */
function rescue_isOurs(lock, running, who) {
    const created = Date.parse(lock.created.replace(/^(\S+) (\S+?)(\.\d{3})?\d* \+0000 UTC$/, '$1T$2$3Z'));
    const operation = `OperationType${running.command}`.toLowerCase();
    return lock.who === who && lock.operation.toLowerCase() === operation && created >= Date.parse(running.startedAt);
}

;// CONCATENATED MODULE: ./lib/src/operation/review/merge-group.js


/** Every record, approval and label so far counts. The runner's own clock is not GitHub's, so it is not asked. */
const NOT_YET = '9999-12-31T23:59:59Z';
/**
 * Asks of a merge group's plan what the deploy will ask after the merge: of its pull requests, and of merges that were
 * not deployed yet. So a difference fails in the queue, and not after the merge. Throws as `reviewOf` does.
 */
async function checkMergeGroup(request, ports) {
    const { context, report } = request;
    const { event, config } = context;
    const { github, log } = ports;
    if (event.kind !== 'merge-group')
        throw new Error('There is no merge group');
    const branch = event.baseRef.replace(/^refs\/heads\//, '');
    const queued = async () => (await github.queued(event.headSha, branch)).map((pull) => ({ ...pull, mergedAt: NOT_YET }));
    const mergedSince = (deployed) => github.mergedSince(deployed, event.baseSha, branch);
    const carried = async (deployed) => [...(await queued()), ...(await mergedSince(deployed))];
    const allowed = await checkProtection({ context, report, patterns: config.protect, carried }, { github });
    if (allowed !== undefined)
        log.info(allowed);
    // What is accepted here is accepted again, and remembered, by the deploy that applies it.
    const accept = async () => { };
    return await reviewOf(request, ports, accept, async () => ({ own: await queued(), mergedSince }));
}

;// CONCATENATED MODULE: ./lib/src/operation/review/taken-out.js








const taken_out_NAMED = 10;
/**
 * What this plan takes out of reviews of merges that are not deployed yet: its record supersedes theirs, so its reviewers
 * have to be told. `undefined`: nothing. A lookup that fails is said, and fails nothing: the deploy asks again.
 */
async function takenOut({ context, compared: { planned } }, { github }) {
    const { identity, repository } = context;
    try {
        const last = await github.lastSuccessful(deployTask(identity), identity.stage);
        // A stage that was never deployed to the end has no merges to count from.
        if (last === undefined)
            return undefined;
        const merged = await github.mergedSince(last.sha, await plannedBase(context, github), repository.defaultBranch);
        const { records } = await reviewedSet(merged, identity, { github });
        const counting = await countingRecords(records, github);
        const comparable = counting.filter(({ plan }) => typeof plan !== 'string');
        const plans = comparable.flatMap(({ plan }) => (typeof plan === 'string' ? [] : [plan]));
        const found = disagreements(planned, plans, { unfinishedDeploy: true });
        const missing = explained(planned, plans, found.filter(({ kind }) => kind === 'no longer planned'));
        if (missing.length === 0)
            return undefined;
        const named = missing.slice(0, taken_out_NAMED).map((difference) => differenceSentence(difference, comparable));
        const more = missing.length > taken_out_NAMED ? `; and ${missing.length - taken_out_NAMED} more` : '';
        return `This plan replaces reviews that are not deployed yet, and takes out of them: ${named.join('; ')}${more}`;
    }
    catch (thrown) {
        return `Whether this plan takes something out of reviews that are not deployed yet could not be looked up: ${(0,src_errors/* asError */.zR)(thrown).message}`;
    }
}

;// CONCATENATED MODULE: ./lib/src/operation/plan.js












/** Plans the infrastructure and the site, and records the plan for the merge. Changes nothing in the cloud. */
async function planOperation(context, ports) {
    const { config, event } = context;
    const recorded = event.kind === 'pull-request' || event.kind === 'merge-group';
    const run = new OperationRun(context, 'plan', ports.log, [
        STEPS.signIn,
        ...(config.infrastructure === undefined ? [] : [STEPS.init]),
        ...(config.packages === undefined ? [] : [STEPS.packages]),
        ...(config.infrastructure === undefined ? [] : [STEPS.plan]),
        ...(config.infrastructure === undefined || config.packages === undefined ? [] : [STEPS.start]),
        ...(event.kind === 'merge-group' ? [STEPS.review] : []),
        ...(config.site === undefined ? [] : [STEPS.compareSite]),
        ...(config.infrastructure === undefined || !recorded ? [] : [STEPS.record]),
    ]);
    const { findings } = run;
    if (event.kind === 'pull-request')
        findings.pullRequest = event.number;
    return await run.conclude(async () => {
        const { terraform, aws } = ports;
        await run.step(STEPS.signIn, () => aws.signIn(), (said) => said);
        const planned = terraform === undefined ? undefined : await planInfrastructure(terraform);
        if (terraform !== undefined && planned !== undefined && event.kind === 'merge-group') {
            findings.review = await run.step(STEPS.review, () => checkMergeGroup({ context, ...planned }, { ...ports, stack: terraform }), ({ sentence: compared }) => compared);
        }
        if (config.site !== undefined) {
            const { site } = config;
            findings.sitePreview = await run.step(STEPS.compareSite, () => previewLane(context, site, terraform, ports.site), previewSentence);
        }
        if (planned !== undefined && event.kind === 'pull-request') {
            findings.warnings.push(...(await toldToReviewers(planned, context, ports)));
        }
        const parts = [
            ...(planned === undefined ? [] : [planSentence(planned.report.changes)]),
            ...(findings.sitePreview === undefined ? [] : [`site: ${previewSentence(findings.sitePreview)}`]),
        ];
        const sentence = `Planned ${config.stage}: ${parts.join('; ')}`;
        if (terraform !== undefined && planned !== undefined && recorded) {
            const summary = ports.page(run.succeeded(sentence));
            await run.step(STEPS.record, async () => {
                const first = planned.compared.reviewed.changes.length > 0 && (await isFirstDeployment(planned.report, terraform));
                await recordReview({ context, ...planned }, ports.github, { first, summary });
            });
        }
        return sentence;
    });
    async function planInfrastructure(planner) {
        const packing = packages();
        await run.step(STEPS.init, () => beside(packing, () => planner.init()));
        const lane = packing === undefined ? undefined : await run.step(STEPS.packages, () => packing, packagesSentence);
        if (lane !== undefined)
            findings.packages = lane.reports;
        const variables = lane?.variables ?? new Map();
        // A read-only role cannot write the lock, and a plan that is only looked at needs none.
        const planned = await run.step(STEPS.plan, async () => {
            const files = await planner.plan({ destroy: false, lock: false, variables });
            return {
                json: files.json,
                ...planReport(files, context, { lineage: await planner.lineage(), aws: ports.aws }),
            };
        }, ({ report }) => planSentence(report.changes));
        findings.plan = planned.report;
        findings.diagnostics.push(...planned.report.diagnostics);
        if (lane !== undefined) {
            const start = await run.step(STEPS.start, async () => startChecked(planned.json, lane), startSentence);
            findings.warnings.push(...start.warnings);
        }
        return planned;
    }
    /** Packed here too, so that the plan changes exactly when the code does. Nothing is uploaded. */
    function packages() {
        const { packages: lanePorts } = ports;
        return config.packages === undefined || lanePorts === undefined ? undefined : packed(config.packages, lanePorts);
    }
}
/** What a reviewer has to know of this plan's record. */
async function toldToReviewers({ compared }, context, ports) {
    const missing = await takenOut({ context, compared }, ports);
    return [...(missing === undefined ? [] : [missing]), ...(hasRoom(compared.reviewed) ? [] : [NO_ROOM_FOR_RECORD])];
}
/** The pull request of a fork or of Dependabot: nothing is asked of AWS, and the exit code is 0. */
async function offlinePlanOperation(context, ports, because) {
    const { terraform } = ports;
    const run = new OperationRun(context, 'plan', ports.log, terraform === undefined ? [] : [STEPS.offline]);
    const { findings } = run;
    return await run.conclude(async () => {
        if (terraform !== undefined) {
            findings.diagnostics.push(...(await run.step(STEPS.offline, () => terraform.check())));
        }
        const found = findings.diagnostics.length;
        return (`Checked ${context.config.stage} without credentials, because ${because}: ` +
            `${found === 0 ? 'nothing to report' : `${found} findings`}. The plan is made after the merge, on the merge commit`);
    });
}

;// CONCATENATED MODULE: ./lib/src/operation/select.js



const PLANNED_ACTIONS = ['opened', 'synchronize', 'reopened', 'ready_for_review'];
/** The rows of docs/architecture.md, "One step, every event". Throws where an event may not have the operation. */
function select_select(event, requested, repository) {
    switch (event.kind) {
        case 'dangerous':
            throw new src_errors/* ActionError */.lZ({
                what: `The event ${event.name} is refused: it runs with this repository's secrets on code that nobody has reviewed`,
                found: `on: ${event.name}`,
                expected: 'on: pull_request, push, merge_group, schedule or workflow_dispatch',
                wayOut: 'Use pull_request: pull requests of forks are then checked without secrets, and deployed when merged',
            });
        case 'pull-request':
            if (requested !== 'auto' && requested !== 'plan')
                throw notPossible(requested, 'a pull request', 'plan');
            // Against another branch the plan is another one.
            if (!PLANNED_ACTIONS.includes(event.action) && !event.baseChanged)
                return skipped(`a pull request that was ${event.action} changes no code`);
            if (event.trust === 'fork')
                return plan(true, `pull request #${event.number} comes from a fork`);
            if (event.trust === 'dependabot')
                return plan(true, `pull request #${event.number} comes from Dependabot`);
            return plan(false, `pull request #${event.number} was ${event.action}`);
        case 'merge-group':
            if (requested !== 'auto' && requested !== 'plan')
                throw notPossible(requested, 'a merge group', 'plan');
            return plan(false, 'the merge queue is about to merge');
        case 'push':
            return selectPush(event, requested, repository);
        case 'release':
            if (requested === 'deploy')
                return { operation: 'deploy', because: `the release ${event.tag} was published` };
            if (requested === 'auto')
                return skipped('a release deploys only with "operation: deploy"');
            throw notPossible(requested, 'a release', 'deploy');
        case 'manual':
            return selectManual(event, requested, repository);
        case 'schedule':
            // GitHub runs schedules on the default branch only: what is compared with the world is what is merged.
            if (requested === 'auto' || requested === 'drift')
                return { operation: 'drift', because: 'the schedule came round' };
            if (requested === 'plan')
                return plan(false, 'the schedule asked for it');
            throw notPossible(requested, 'a schedule', 'drift or plan');
        case 'other':
            if (requested === 'auto')
                return skipped(`the event ${event.name} needs nothing`);
            throw notPossible(requested, `the event ${event.name}`, 'none');
    }
}
function selectPush(event, requested, repository) {
    if (event.deleted)
        return skipped('a deleted branch or tag has nothing to deploy');
    if (event.tag !== undefined) {
        if (requested === 'deploy')
            return { operation: 'deploy', because: `the tag ${event.tag} was pushed` };
        if (requested === 'auto')
            return skipped('a tag deploys only with "operation: deploy"');
        throw notPossible(requested, 'a pushed tag', 'deploy');
    }
    if (requested === 'destroy' || requested === 'drift')
        throw notPossible(requested, 'a push', 'deploy or plan');
    if (requested === 'plan')
        return plan(false, `"operation: plan" on a push to ${event.branch}`);
    if (event.branch === repository.defaultBranch) {
        return { operation: 'deploy', because: `${event.branch} was pushed to` };
    }
    if (requested === 'auto')
        return skipped(`only a push to ${repository.defaultBranch} deploys`);
    throw new src_errors/* ActionError */.lZ({
        what: 'A deploy is refused on this branch: what is deployed has to be what is merged',
        found: `a push to ${event.branch}`,
        expected: `a push to ${repository.defaultBranch}`,
        wayOut: `Merge into ${repository.defaultBranch}`,
    });
}
function selectManual(event, requested, repository) {
    if (requested === 'auto') {
        throw new src_errors/* ActionError */.lZ({
            what: 'A run by hand has to say what it shall do',
            found: 'operation: auto',
            expected: 'operation: plan, deploy, destroy or drift',
            wayOut: 'Give the workflow_dispatch an input for it and hand it over as "operation"',
        });
    }
    if (requested === 'plan')
        return plan(false, 'it was asked for by hand');
    if (event.branch === repository.defaultBranch)
        return { operation: requested, because: 'it was asked for by hand' };
    throw new src_errors/* ActionError */.lZ({
        what: `A ${requested} by hand is refused outside the default branch`,
        found: event.branch === undefined ? 'a tag' : `the branch ${event.branch}`,
        expected: repository.defaultBranch,
        wayOut: `Choose ${repository.defaultBranch} under "Use workflow from"`,
    });
}
/**
 * Destroying is confirmed by typing what is destroyed, so that habit (`yes`) cannot confirm it: the stage, and the folder
 * and the workspace where they are not the usual ones.
 */
function requireConfirmation(config, repository) {
    const { infrastructure } = config;
    const further = infrastructure === undefined ? [] : uncommonParts(infrastructure);
    const expected = [`${repository.fullName}:${config.stage}`, ...further].join(', ');
    if (confirmedStack(config.confirmDestroy) === expected)
        return;
    throw new src_errors/* ActionError */.lZ({
        what: 'The destroy is not confirmed',
        found: config.confirmDestroy === '' ? 'nothing' : `"${config.confirmDestroy}"`,
        expected: `"${expected}" in the input "confirm-destroy"`,
        wayOut: 'Run the workflow again and type it exactly; nothing was destroyed',
    });
}
function plan(offline, because) {
    return { operation: 'plan', offline, because };
}
function skipped(because) {
    return { operation: 'skipped', because };
}
function notPossible(requested, event, possible) {
    return new src_errors/* ActionError */.lZ({
        what: `The operation "${requested}" is not possible on ${event}`,
        found: `operation: ${requested}`,
        expected: `operation: auto${possible === 'none' ? '' : `, or ${possible}`}`,
        wayOut: 'Leave "operation" at auto, or start the workflow by an event that may have it',
    });
}

;// CONCATENATED MODULE: ./lib/src/terraform/text/figure.js
/** `12,345`. The runtime's own formatting loads the data of a language first, which takes longer than a whole report. */
function figure(count) {
    return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

;// CONCATENATED MODULE: ./lib/src/report/kit/markdown.js

// Nothing that comes from a plan, a configuration or a provider is ever Markdown: it stands in a code span or in a
// fence. Both still need their own care, which is taken here.
/** Hides a trigger from GitHub's filters, which also read the raw text of e-mails and of the API. */
const BREAK = '\u200b';
const ESC = '\u001b';
const markdown_ANSI = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)|[@-Z\\\\-_])`, 'g');
/** Everything that a terminal obeys and a reader does not see: C0 without tab and line feed, DEL, C1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/**
 * What a reader does not see: marks that reorder text (CVE-2021-42574), everything that Unicode says is drawn as nothing
 * (fillers, variation selectors, tags, joiners), the empty Braille cell, and separators that end a line.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2028\u2029\u202a-\u202e\u2066-\u2069\u2800\ufff9-\ufffb]/gu;
/** Half a surrogate pair cannot be sent as UTF-8. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Removes the colours of a terminal; the words between them stay. */
function stripAnsi(text) {
    return text.includes(ESC) ? text.replace(markdown_ANSI, '') : text;
}
/**
 * Makes foreign text harmless wherever it is put: control and bidirectional characters become visible, mentions,
 * HTML comments and closing tags no longer are what they look like, and no run of backticks needs a fence of more than
 * ten. Line feeds and tabs stay.
 */
function neutralise(text) {
    return markdown_literal(text).replace(/(?<![A-Za-z0-9_])@(?=[A-Za-z0-9])/g, `@${BREAK}`);
}
/** The same for the lines of a fence, in which GitHub mentions nobody: an address with an `@` can be copied from it. */
function markdown_literal(text) {
    return visible(text)
        .replace(/<(?=!--|\/?(?:details|summary|code|pre|sub|table)\b)/gi, `<${BREAK}`)
        .replaceAll('-->', `--${BREAK}>`)
        .replace(/`{10,}/g, (run) => run.replace(/`{9}(?=`)/g, `${'`'.repeat(9)}${BREAK}`));
}
/** With nothing in it that a reader does not see. */
function visible(text) {
    return stripAnsi(text)
        .replaceAll('\r\n', '\n')
        .replace(INVISIBLE, (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`)
        .replace(CONTROL, (character) => visibleControl(character.charCodeAt(0)))
        .replace(LONE_SURROGATE, '\ufffd');
}
function visibleControl(code) {
    if (code < 0x20)
        return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
/**
 * One line of foreign text as a code span. In a table cell a pipe would end the cell, also inside a span. What would need
 * an invisible character to be harmless is written as HTML, so that an address can always be copied.
 */
function codeSpan(text, place = 'text') {
    const line = visible(text).replace(/[\n\t]/g, (character) => visibleControl(character.charCodeAt(0)));
    if (line === '')
        return '` `';
    if ((place === 'cell' && line.includes('|')) || neutralise(line) !== line)
        return `<code>${escapeHtml(line)}</code>`;
    const ticks = '`'.repeat(longestRun(line, '`') + 1);
    const padded = /^`|`$|^ .* $/.test(line) ? ` ${line} ` : line;
    return `${ticks}${padded}${ticks}`;
}
/** A fence that is longer than any run of backticks inside. The text must be neutral already. */
function fence(language, text) {
    const ticks = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
    return `${ticks}${language}\n${text}\n${ticks}`;
}
/** A part that opens on a click. GitHub needs the blank lines to see Markdown inside. */
function folded(summary, body, open = false) {
    return `<details${open ? ' open' : ''}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
/** A GitHub alert: a coloured box. */
function markdown_alert(kind, body) {
    return [`[!${kind}]`, ...body.split('\n')].map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}
/** Text as HTML in which no character is Markdown or HTML any more. */
function escapeHtml(text) {
    return text.replace(/[^A-Za-z0-9 ,\u0080-\uffff]/g, (character) => `&#${character.charCodeAt(0)};`);
}
function longestRun(text, character) {
    let longest = 0;
    let run = 0;
    for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) {
        run = at > 0 && text[at - 1] === character ? run + 1 : 1;
        if (run > longest)
            longest = run;
    }
    return longest;
}
/** `1 resource`, `2 resources`. */
function counted(count, one, many = `${one}s`) {
    return `${figure(count)} ${count === 1 ? one : many}`;
}
/**
 * Foreign text as readable prose: neutral, with nothing in it that Markdown, autolinks or issue references (`#12`)
 * would pick up. GitHub looks for the latter two in the finished HTML, so entities would not stop it.
 */
function prose(text) {
    return sentence(neutralise(text).replace(/#(?=\d)/g, `#${BREAK}`)).trim();
}
/** The same for sentences of this action: `#12` is meant as a reference in them, and backticks as code. */
function ownProse(text) {
    return text
        .split(/`([^`\n]+)`/)
        .map((part, index) => (index % 2 === 1 ? codeSpan(part) : sentence(neutralise(part))))
        .join('');
}
function sentence(neutral) {
    return oneLine(neutral)
        .replace(/:(?=\/\/)/g, `:${BREAK}`)
        .replace(/\b(www|GH)(?=[.-])/gi, `$1${BREAK}`)
        .replace(/[\\`*[\]<>&|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (character) => `&#${character.charCodeAt(0)};`)
        .replace(/^( *)([-+#=>]|\d+[.)])/, `$1${BREAK}$2`);
}
/** Line ends and the blanks around them as one blank. Without a pattern: one for this is quadratic in blanks. */
function oneLine(text) {
    const lines = text.split('\n');
    const last = lines.length - 1;
    if (last === 0)
        return text;
    const between = lines.slice(1, last).map((line) => line.trim());
    return [lines[0]?.trimEnd(), ...between.filter((line) => line !== ''), lines[last]?.trimStart()].join(' ');
}

;// CONCATENATED MODULE: ./lib/src/report/kit/document.js


/** A longer line is a certificate or an encoded file: nobody reads it, and it would push everything else out. */
const LONGEST_LINE = 1_000;
/** Blanks that push what follows out of sight, where no reader scrolls to: no indentation has so many. */
const PADDING = /[\p{Zs}\t]{120,}/gu;
function page(outcome, options, elsewhere, longestLine = LONGEST_LINE) {
    // Colours first: a secret with a colour in its middle would not be found.
    const redact = (text) => options.redact(stripAnsi(text));
    const lines = (redacted) => markdown_literal(redacted)
        .split('\n')
        .map((line) => document_shortened(line, longestLine));
    return {
        outcome,
        redact,
        lines,
        elsewhere,
        code: (text, place) => codeSpan(document_shortened(redact(text), longestLine), place),
        prose: (text) => prose(redact(text)),
        ownProse: (text) => ownProse(redact(text)),
        fence: (language, raw) => fence(language, raw.join('\n')),
        place: (file, line) => linked(file, repositoryPath(outcome.identity.directory, file), line),
        source: (path, line) => linked(path, repositoryPath('', path), line),
    };
    function linked(file, inside, line) {
        const path = inside ?? file;
        const label = codeSpan(redact(line === undefined ? path : `${path}:${line}`));
        const repository = repositoryUrl(outcome.runUrl);
        if (inside === undefined || repository === undefined || outcome.commit === '')
            return label;
        const encoded = path.split('/').map(encodeURIComponent).join('/');
        return `[${label}](${repository}/blob/${outcome.commit}/${encoded}${line === undefined ? '' : `#L${line}`})`;
    }
}
/**
 * A file that the root module names, from the repository's root. `undefined` where it is none of the repository: a
 * downloaded module's, or one beside the checkout.
 */
function repositoryPath(directory, file) {
    const steps = [];
    for (const step of `${directory}/${file}`.split('/')) {
        if (step === '..' && steps.length > 0 && steps.at(-1) !== '..')
            steps.pop();
        else if (step !== '.' && step !== '')
            steps.push(step);
    }
    const isForeign = file.startsWith('/') || steps[0] === '..' || /(?:^|\/)\.terraform\//.test(steps.join('/'));
    return isForeign ? undefined : steps.join('/');
}
/** `https://github.com/OWNER/REPO`, from the address of a run. */
function repositoryUrl(runUrl) {
    return /^(https?:\/\/[^\s()<>]+?)\/actions\/runs\//.exec(runUrl)?.[1];
}
function document_shortened(padded, longest) {
    const line = padded.replace(PADDING, (run) => ` (${figure(run.length)} blanks) `);
    if (line.length <= longest)
        return line;
    // Not through a surrogate pair.
    const end = /[\ud800-\udbff]/.test(line[longest - 1] ?? '') ? longest - 1 : longest;
    return `${line.slice(0, end)} ... (${figure(line.length - end)} more characters)`;
}

;// CONCATENATED MODULE: ./lib/src/report/kit/footer.js


/** Which commit, which run, which fingerprint: what a later deploy is compared with. */
function foot({ commit, runUrl, plan }, redact) {
    const repository = repositoryUrl(runUrl);
    const short = codeSpan(commit.slice(0, 7));
    const parts = [
        ...(commit === ''
            ? []
            : [`commit ${repository === undefined ? short : `[${short}](${repository}/commit/${commit})`}`]),
        ...(/^https?:\/\/[^\s()<>]+$/.test(runUrl) ? [`[run](${runUrl})`] : []),
        ...(plan?.terraform === undefined ? [] : [`Terraform ${codeSpan(plan.terraform)}`]),
        ...(plan === undefined ? [] : [`fingerprint ${codeSpan(plan.fingerprint)}`]),
    ];
    const line = parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
    const commands = plan?.commands ?? [];
    if (commands.length === 0)
        return line;
    return `${folded('Make this plan again', fence('sh', markdown_literal(redact(commands.join('\n')))))}\n\n${line}`;
}

;// CONCATENATED MODULE: ./lib/src/report/kit/wording.js



const REASONS = {
    replace_because_tainted: 'it is tainted',
    replace_because_cannot_update: 'it cannot be updated in place',
    replace_by_request: 'asked for by -replace',
    replace_by_triggers: 'by replace_triggered_by',
    delete_because_no_resource_config: 'no longer in the configuration',
    delete_because_no_module: 'its module is no longer in the configuration',
    delete_because_wrong_repetition: 'count or for_each was added or removed',
    delete_because_count_index: 'its index is beyond count',
    delete_because_each_key: 'its key is no longer in for_each',
    delete_because_no_move_target: 'it was moved to an address that is not in the configuration',
    read_because_config_unknown: 'its arguments are known only after apply',
    read_because_dependency_pending: 'it depends on a pending change',
    read_because_check_nested: 'it belongs to a check',
};
/** Terraform's reason in words. A reason of a newer version is shown as it is. */
function reasonWords(reason) {
    return REASONS[reason] ?? reason.replaceAll('_', ' ');
}
/** What happens to a resource, in one or two words. */
function actionWords({ action, importId, previousAddress }) {
    const words = [];
    switch (action) {
        case 'delete':
            words.push('destroy');
            break;
        case 'delete-create':
        case 'create-delete':
        case 'forget-create':
        case 'create-forget':
            words.push('replace');
            break;
        case 'no-op':
            break;
        default:
            words.push(action);
    }
    if (previousAddress !== undefined)
        words.push('move');
    if (importId !== undefined)
        words.push('import');
    return words.join(', ');
}
/** The order of a replacement: what a reviewer asks first. */
function replacementOrder({ action }) {
    switch (action) {
        case 'delete-create':
            return 'destroyed, then created';
        case 'create-delete':
            return 'created, then destroyed';
        case 'forget-create':
        case 'create-forget':
            return 'the old object stays, no longer managed';
        default:
            return undefined;
    }
}
/**
 * `1 new, 1 replaced, 2 destroyed`: each resource counts once, and only what there is. `done` says it of an applied plan;
 * the words are the same, so that both read alike.
 */
function countsPhrase({ class: planClass, counts, resources, deferred, invocations }, tense = 'planned') {
    if (planClass === 'none')
        return 'no changes';
    const replaced = resources.filter(({ mode, action }) => mode === 'managed' && change_set_isReplacement(action)).length;
    const all = [
        [counts.import, 'imported'],
        [counts.add - replaced, 'new'],
        [counts.change, 'changed'],
        [replaced, 'replaced'],
        [counts.destroy - counts.replace, 'destroyed'],
        [counts.move, 'moved'],
        [counts.forget - (replaced - counts.replace), 'forgotten'],
    ];
    const phrases = all.filter(([count]) => count > 0).map(([count, words]) => `${figure(count)} ${words}`);
    if (counts.outputs > 0)
        phrases.push(`${counted(counts.outputs, 'output')} changed`);
    if (invocations.length > 0)
        phrases.push(`${counted(invocations.length, 'action')} ${tense === 'done' ? 'invoked' : 'to invoke'}`);
    if (deferred.length > 0)
        phrases.push(`${counted(deferred.length, 'change')} deferred`);
    return phrases.join(', ');
}

;// CONCATENATED MODULE: ./lib/src/report/kit/headline.js


/** The name of a state that does not go without saying: `dev/terraform.tfstate` is what everyone expects of `dev`. */
function stateNames(stage, state) {
    const { name } = state ?? {};
    if (name === undefined)
        return [];
    const usual = new Set([...words(stage), 'terraform', 'tfstate', 'state', 'default']);
    return words(name).every((word) => usual.has(word)) ? [] : [name];
}
function words(text) {
    return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
/** A stage and, where they are not what everyone has, its folder and workspace. */
function headline_stackName({ stage, directory, workspace, state }) {
    const details = [
        ...(directory === '' || directory === 'infra' ? [] : [`in ${codeSpan(directory)}`]),
        ...(workspace === 'default' ? [] : [`workspace ${codeSpan(workspace)}`]),
        ...stateNames(stage, state).map((name) => `state ${codeSpan(name)}`),
    ];
    return [codeSpan(stage), ...(details.length === 0 ? [] : [`(${details.join(', ')})`])].join(' ');
}
const CLASS_WORDS = {
    none: 'Plan',
    'state-only': 'State-only plan',
    'outputs-only': 'Outputs-only plan',
    code: 'Code-only plan',
    change: 'Plan',
    destructive: 'Destructive plan',
};
/** Class, stage and counts in one line. Never from the plan's text, which can be made to say anything. */
function planHeadline(identity, changes) {
    return `### ${CLASS_WORDS[changes.class]} for ${headline_stackName(identity)}: ${countsPhrase(changes)}`;
}
/** What the class means for the reviewer, where the counts do not say it. */
function classSentence({ class: planClass, counts }) {
    switch (planClass) {
        case 'none':
            return 'The infrastructure matches the configuration.';
        case 'state-only':
            return 'Only Terraform’s state changes: nothing is created, changed or destroyed.';
        case 'outputs-only':
            return counts.move + counts.import + counts.forget > 0
                ? 'Only output values and Terraform’s state change: nothing is created, changed or destroyed.'
                : 'Only output values change: nothing is created, changed or destroyed.';
        case 'code':
            return 'Only code is deployed: no setting of the infrastructure changes.';
        default:
            return '';
    }
}
/** The plan in one line without Markdown, as the title of a check run. */
function planTitle(changes) {
    const phrase = countsPhrase(changes);
    return `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}`;
}

;// CONCATENATED MODULE: ./lib/src/report/kit/size-budget.js
function fits(text, room) {
    if (text.length > room.characters)
        return false;
    // A unit is at most three bytes: most texts need no counting.
    return text.length * 3 <= room.bytes || Buffer.byteLength(text, 'utf8') <= room.bytes;
}
function less(room, text) {
    return { characters: room.characters - text.length, bytes: room.bytes - Buffer.byteLength(text, 'utf8') };
}
/** The longest beginning of `items` that fits when each is followed by a line feed. */
function fitting(items, room) {
    let { characters, bytes } = room;
    let taken = 0;
    for (const item of items) {
        characters -= item.length + 1;
        bytes -= Buffer.byteLength(item, 'utf8') + 1;
        if (characters < 0 || bytes < 0)
            break;
        taken += 1;
    }
    return items.slice(0, taken);
}
/** The part of a room that a section may fill at most. */
function atMost(room, share) {
    return { characters: Math.min(room.characters, share.characters), bytes: Math.min(room.bytes, share.bytes) };
}
const BETWEEN = '\n\n';
/** Writes the sections into the room: the ones that must survive first, the ones that can be cut with what is left. */
function compose(sections, room) {
    let left = room;
    const written = new Map();
    for (const section of [...sections].sort((a, b) => a.rank - b.rank)) {
        const result = section.write(less(left, BETWEEN));
        written.set(section, result);
        if (result.markdown !== '')
            left = less(left, result.markdown + BETWEEN);
    }
    const parts = sections.map((section) => written.get(section)).filter((part) => part !== undefined);
    return {
        markdown: parts
            .map(({ markdown }) => markdown)
            .filter((markdown) => markdown !== '')
            .join(BETWEEN),
        cut: parts.some(({ cut }) => cut),
    };
}
/** A section that is written whole or not at all. */
function size_budget_whole(rank, markdown) {
    return {
        rank,
        write: (room) => (fits(markdown, room) ? { markdown, cut: false } : { markdown: '', cut: markdown !== '' }),
    };
}

;// CONCATENATED MODULE: ./lib/src/report/kit/comment-marker.js
/**
 * The hidden first line by which a stack's plan comment is found again. It is compared as a whole line: stage `a` is
 * never taken for `ab`.
 */
function commentMarker(identity) {
    return marker('plan', identity);
}
/** The same for the comment on the merged pull request, which stands beside the plan's. */
function deployMarker(identity) {
    return marker('deploy', identity);
}
/**
 * What the hidden first line of a stack's drift issue begins with, the space after the last field included: workspace
 * `a` is never taken for `ab`. What was found follows, so that the line alone says whether it is another drift.
 */
function driftMarkerStart(identity) {
    return `${start('drift', identity)} `;
}
/** @param found the drift's fingerprint, 64 hex digits */
function driftMarker(identity, found) {
    return `${driftMarkerStart(identity)}found=${found} -->`;
}
/** Of a comment on a drift issue: each run has its own, and one whose answer was lost is not made twice. */
function driftCommentMarker(identity, runUrl) {
    return `${start('drift-comment', identity)} run=${encoded(runUrl)} -->`;
}
/** What the hidden first line of a stack's issue about a failure begins with; the story follows. */
function failureMarkerStart(identity) {
    return `${start('failure', identity)} `;
}
/** @param story what failed, as 64 hex digits */
function failureMarker(identity, story) {
    return `${failureMarkerStart(identity)}story=${story} -->`;
}
function failureCommentMarker(identity, runUrl) {
    return `${start('failure-comment', identity)} run=${encoded(runUrl)} -->`;
}
/** The first version wrote its marks without the state, which two stacks may have shared: whoever finds one takes it. */
function formerMarker(marker) {
    return marker.replace(/ state=\S+ /, ' ');
}
function marker(kind, identity) {
    return `${start(kind, identity)} -->`;
}
function start(kind, identity) {
    const { stage, directory, workspace, state } = identity;
    const fields = Object.entries({ stage, directory, workspace, state: state?.digest ?? 'default' }).map(([name, value]) => `${name}=${encoded(value)}`);
    return `<!-- well-managed-deployments ${kind} ${fields.join(' ')}`;
}
/** Percent-encoded, so that no value can end the HTML comment (`--`, `>`) or pass for another field (a space, `=`). */
function encoded(value) {
    return [...Buffer.from(value, 'utf8')]
        .map((byte) => {
        const character = String.fromCharCode(byte);
        return /[A-Za-z0-9._/]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
        .join('');
}

;// CONCATENATED MODULE: ./lib/src/terraform/text/heredoc.js
/**
 * The column of a multi-line value's terminator, when this line of a plan's text opens one; else `undefined`.
 * Terraform always writes the word `EOT`, under the name of the attribute.
 */
function openedHeredoc(line) {
    if (!/<<-?EOT( # forces replacement)?$/.test(line))
        return undefined;
    return nameColumn(line);
}
/**
 * Whether the value ends here. Its own lines stand four columns deeper, so that neither a line `EOT` nor one that only
 * begins with these letters ends it.
 */
function closesHeredoc(line, column) {
    return line.startsWith(`${' '.repeat(column)}EOT`) && /^EOT( |$|,)/.test(line.slice(column));
}
/** Markers inside a value stand two columns right of its terminator; what stands deeper is the value's own text. */
function markerInside(line, column) {
    const marker = line[column + 2];
    if (marker !== '+' && marker !== '-' && marker !== '~')
        return undefined;
    return line.slice(0, column + 2).trim() === '' && (line[column + 3] ?? ' ') === ' ' ? marker : undefined;
}
/** Where the name of the attribute begins; the marker (`+`, `-`, `~`) stands two columns before it. */
function nameColumn(line) {
    const first = line.length - line.trimStart().length;
    return /^[+~-] /.test(line.slice(first)) ? first + 2 : first;
}

;// CONCATENATED MODULE: ./lib/src/terraform/text/plan-text.js

/** Headings that Terraform and OpenTofu write at column 0, where no value of a plan can stand. */
const HEADINGS = [
    [/^Note: Objects have changed outside of /, 'drift'],
    [/^Note: This is a partial plan/, 'deferred'],
    [/^(Terraform|OpenTofu) (will perform|planned) the following actions/, 'changes'],
    [/^Changes to Outputs:/, 'outputs'],
    // The messages of checks follow, in the words of whoever wrote them.
    [/^(Warning|Error): |^[╷│╵]/, 'end'],
    // A sentence between the parts. `-/+ resource` and `+/- resource` stand at column 0 too.
    [/^[A-Za-z─]/, 'sentence'],
];
/**
 * Splits the text of a plan. A block begins at a comment one or two columns in (`  # ADDRESS will be created`), where
 * no line of a value can stand: these begin at least two columns right of their attribute.
 * @param addresses the addresses of the JSON: a heading belongs to the one that it begins with, as a whole word
 */
function splitPlanText(text, addresses) {
    const parts = {
        changes: [],
        drift: [],
        deferred: [],
        outputs: [],
    };
    let part;
    let open;
    let heredoc;
    const begin = (line, address) => {
        open = { lines: [line], ...(address === undefined ? {} : { address }) };
        if (part !== undefined)
            parts[part].push(open);
    };
    for (const line of text.split('\n').map((raw) => (raw.endsWith('\r') ? raw.slice(0, -1) : raw))) {
        if (heredoc !== undefined && !closesHeredoc(line, heredoc)) {
            open?.lines.push(line);
            continue;
        }
        heredoc = openedHeredoc(line);
        const heading = HEADINGS.find(([pattern]) => pattern.test(line))?.[1];
        if (heading === 'end')
            break;
        if (heading !== undefined) {
            open = undefined;
            if (heading !== 'sentence')
                part = heading;
        }
        else if (part === 'outputs' && /^ {2}[+~-] /.test(line)) {
            begin(line, outputName(line));
        }
        else if (part !== 'outputs' && startsBlock(line, open?.lines.at(-1))) {
            begin(line, plan_text_addressOf(line, addresses));
        }
        else {
            open?.lines.push(line);
        }
    }
    return Object.fromEntries(Object.entries(parts).map(([name, blocks]) => [
        name,
        blocks.map((block) => ({ ...block, lines: trimmed(block.lines) })),
    ]));
}
/** The reason of a change is a second comment line, without a blank line before it. */
function startsBlock(line, previous) {
    return /^ {1,2}# /.test(line) && (previous === undefined || previous === '');
}
/** The longest beginning of the heading that is an address, so that `a.foo` never takes the block of `a.foobar`. */
function plan_text_addressOf(heading, addresses) {
    const words = heading.replace(/^ {1,2}# /, '');
    const moved = / has moved to (.*)$/.exec(words)?.[1];
    if (moved !== undefined && addresses.has(moved))
        return moved;
    for (let end = words.lastIndexOf(' '); end > 0; end = words.lastIndexOf(' ', end - 1)) {
        const candidate = words.slice(0, end);
        if (addresses.has(candidate))
            return candidate;
    }
    return undefined;
}
function outputName(line) {
    const written = /^ {2}[+~-] ("(?:[^"\\]|\\.)*"|\S+) *= /.exec(line)?.[1];
    return written?.startsWith('"') ? written.slice(1, -1) : written;
}
function trimmed(lines) {
    let end = lines.length;
    while (end > 0 && lines[end - 1]?.trim() === '')
        end -= 1;
    return lines.slice(0, end);
}

;// CONCATENATED MODULE: ./lib/src/report/kit/list-section.js



const SHARE = 0.15;
/** A titled list that is cut at an item, with the rest counted. */
function listSection(rank, title, items, page, { open = true, share = SHARE } = {}) {
    return {
        rank,
        write(room) {
            if (items.length === 0)
                return { markdown: '', cut: false };
            const part = atMost(room, {
                characters: Math.floor(room.characters * share),
                bytes: Math.floor(room.bytes * share),
            });
            const rest = (count) => `- and ${figure(count)} more; ${page.elsewhere}`;
            const frame = (body) => (open ? `**${title}**\n\n${body}` : folded(title, body));
            const taken = fitting(items, less(part, frame(rest(items.length))));
            const left = items.length - taken.length;
            return { markdown: frame([...taken, ...(left === 0 ? [] : [rest(left)])].join('\n')), cut: left > 0 };
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/report/sections/checks-and-warnings.js



const CHECK_WORDS = { fail: 'failed', error: 'could not be evaluated', unknown: 'known only after apply' };
function checksSection(rank, checks, page) {
    const failed = checks.filter(({ status }) => status !== 'unknown');
    const items = failed.map(({ address, status, messages }) => `- ${page.code(address)} ${CHECK_WORDS[status]}${messages.length === 0 ? '' : `: ${messages.map((message) => page.prose(message)).join(' ')}`}`);
    return listSection(rank, failed.length === 1 ? '1 check does not pass' : `${counted(failed.length, 'check')} do not pass`, items, page);
}
/** Checks whose result depends on values that are not known yet: nothing to act on, so folded. */
function unknownChecksSection(rank, checks, page) {
    const unknown = checks.filter(({ status }) => status === 'unknown');
    return listSection(rank, `${counted(unknown.length, 'check')} decided after apply`, unknown.map(({ address }) => `- ${page.code(address)}`), page, { open: false, share: 0.05 });
}
/** Warnings of Terraform and of this run. The same warning about many resources is one line. */
function warningsSection(rank, diagnostics, own, page) {
    const groups = new Map();
    for (const diagnostic of checks_and_warnings_unique(diagnostics)) {
        if (diagnostic.severity !== 'warning')
            continue;
        const group = groups.get(diagnostic.summary);
        if (group === undefined)
            groups.set(diagnostic.summary, [diagnostic]);
        else
            group.push(diagnostic);
    }
    const items = [
        ...own.map((warning) => `- ${page.prose(warning)}`),
        ...[...groups.values()].map((group) => checks_and_warnings_warning(group, page)),
    ];
    return listSection(rank, counted(items.length, 'warning'), items, page);
}
function checks_and_warnings_warning(group, page) {
    const [first] = group;
    if (first === undefined)
        return '';
    const detail = first.detail.split('\n\n')[0] ?? '';
    const place = first.file === undefined ? '' : ` (${page.place(first.file, first.startLine)})`;
    const times = group.length === 1 ? place : `${place}, and ${group.length - 1} more like this`;
    return `- ${page.prose(first.summary)}${detail === '' ? '' : `: ${page.prose(detail)}`}${times}`;
}
function deferredSection(rank, { deferred }, page) {
    const items = deferred.map(({ reason, change }) => `- ${actionWords(change)} ${page.code(change.address)}: ${reason.replaceAll('_', ' ')}`);
    return listSection(rank, `${counted(deferred.length, 'change')} deferred to another plan`, items, page);
}
function invocationsSection(rank, { invocations }, page) {
    const items = invocations.map(({ address, trigger, deferred }) => `- ${page.code(address)}${trigger === undefined ? '' : ` after ${page.code(trigger)}`}${deferred === undefined ? '' : ' (deferred)'}`);
    return listSection(rank, `${counted(invocations.length, 'action')} to invoke`, items, page);
}
/** The plan's and the failure's diagnostics overlap. */
function checks_and_warnings_unique(diagnostics) {
    return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

;// CONCATENATED MODULE: ./lib/src/terraform/plan/instances.js
const KEYS = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g;
/** Changes of `count` and `for_each` that differ by nothing but the key, in the order in which they are first met. */
function grouped(changes) {
    const groups = new Map();
    for (const change of changes) {
        const key = instances_kindOf(change);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [change]);
        else
            group.push(change);
    }
    return [...groups.values()].flatMap((all) => {
        const [first] = all;
        if (first === undefined)
            return [];
        if (all.length === 1)
            return [{ first, all, address: first.address, keys: [] }];
        return [{ first, all, address: withoutKeys(first.address), keys: all.map(({ address }) => instances_keysOf(address)) }];
    });
}
/** `module.a["x"].aws_y.z[0]` is an instance of `module.a.aws_y.z`. */
function withoutKeys(address) {
    return address.replace(KEYS, '');
}
function instances_keysOf(address) {
    return (address.match(KEYS) ?? []).join('');
}
/** What is said of a change, beside its key. What moves or is imported has words of its own. */
function instances_kindOf(change) {
    const { address, action, reason, deposed, replacePaths, changedAttributes, previousAddress, importId, blank } = change;
    if (previousAddress !== undefined || importId !== undefined || instances_keysOf(address) === '')
        return address;
    return JSON.stringify([
        withoutKeys(address),
        action,
        reason ?? '',
        deposed === undefined ? '' : 'deposed',
        replacePaths,
        changedAttributes,
        blank ?? {},
    ]);
}

;// CONCATENATED MODULE: ./lib/src/terraform/text/near-changes.js


/** A text that is unmarked as a whole is shown as a whole up to so many lines. */
const near_changes_SHORT = 20;
/** Unchanged lines on either side of a changed one. */
const CONTEXT = 3;
/** Characters on either side of what differs within a long line. */
const AROUND = 80;
/** A line that is longer is shortened to what differs. */
const LONG = 400;
/** Of what differs itself, so much of its beginning and of its end. */
const DIFFERING = 300;
const IN_PLACE = /^(\s*~ (?:"(?:[^"\\]|\\.)*"|[^"]*?)(?: += )?)("(?:[^"\\]|\\.)*") -> ("(?:[^"\\]|\\.)*")(.*)$/;
const UNKNOWN = /^\s+\+ (?:"(?:[^"\\]|\\.)*"|[\w-]+) += \(known after apply\)$/;
/**
 * The lines of one object with what is far from a change left out: unchanged lines of a text with several lines, the equal
 * parts of long lines on both sides, and attributes that are known only after apply, which are counted.
 */
function nearChanges(lines) {
    return withoutUnknown(differing(withoutFarLines(lines)));
}
/** Within a text that is changed, unmarked lines are unchanged ones. In a new or a removed text every line is. */
function withoutFarLines(lines) {
    const kept = [];
    let column;
    let inside = [];
    for (const line of lines) {
        if (column === undefined) {
            kept.push(line);
            const opened = openedHeredoc(line);
            if (opened !== undefined && line[opened - 2] === '~')
                column = opened;
        }
        else if (closesHeredoc(line, column)) {
            kept.push(...near(inside, column), line);
            inside = [];
            column = undefined;
        }
        else
            inside.push(line);
    }
    return [...kept, ...inside];
}
function near(lines, column) {
    const isKept = new Set();
    lines.forEach((line, at) => {
        if (markerInside(line, column) === undefined)
            return;
        for (let beside = at - CONTEXT; beside <= at + CONTEXT; beside++)
            isKept.add(beside);
    });
    const changes = isKept.size > 0;
    if (!changes && lines.length <= near_changes_SHORT)
        return lines;
    // Nothing is marked where the whole text becomes one that is known after apply.
    if (!changes)
        for (let at = 0; at < CONTEXT; at++)
            isKept.add(at);
    const kept = [];
    for (let at = 0; at < lines.length;) {
        let end = at;
        while (end < lines.length && !isKept.has(end))
            end++;
        // A line that says what is missing is no shorter than one line.
        if (end - at > 1)
            kept.push(`${' '.repeat(column + 4)}... (${near_changes_count(end - at)} ${changes ? 'unchanged' : 'more'} lines)`);
        else
            kept.push(...lines.slice(at, end));
        at = end;
        while (at < lines.length && isKept.has(at))
            kept.push(lines[at++] ?? '');
    }
    return kept;
}
/** Long lines whose other side is known: `"old" -> "new"` on one line, and removed lines followed by added ones. */
function differing(lines) {
    const shown = [...lines];
    for (let at = 0; at < lines.length; at++) {
        const line = lines[at] ?? '';
        if (line.length > LONG) {
            const [, name = '', before = '', after = '', rest = ''] = IN_PLACE.exec(line) ?? [];
            if (before !== '') {
                const [old, made] = pair(before, after);
                shown[at] = `${name}${old} -> ${made}${rest}`;
            }
        }
        const removed = run(lines, at, '-');
        const added = run(lines, at + removed, '+');
        for (let row = 0; row < Math.min(removed, added); row++) {
            const [old = '', made = ''] = [lines[at + row], lines[at + removed + row]];
            if (Math.max(old.length, made.length) <= LONG)
                continue;
            const indent = old.length - old.trimStart().length + 2;
            const [left, right] = pair(old.slice(indent), made.slice(indent));
            shown[at + row] = old.slice(0, indent) + left;
            shown[at + removed + row] = made.slice(0, indent) + right;
        }
        if (removed > 0)
            at += Math.max(removed + added - 1, 0);
    }
    return shown;
}
function run(lines, from, marker) {
    let end = from;
    while (end < lines.length && lines[end]?.trimStart().startsWith(`${marker} `))
        end++;
    return end - from;
}
/** Two texts, without what both begin and end with. */
function pair(old, made) {
    let start = 0;
    while (start < Math.min(old.length, made.length) && old[start] === made[start])
        start++;
    let end = 0;
    while (end < Math.min(old.length, made.length) - start && old.at(-1 - end) === made.at(-1 - end))
        end++;
    const [before, after] = [Math.max(0, start - AROUND), Math.max(0, end - AROUND)];
    return [around(old, before, after), around(made, before, after)];
}
function around(text, before, after) {
    const part = text.slice(near_changes_whole(text, before), near_changes_whole(text, text.length - after));
    const cut = part.length > 2 * (DIFFERING + AROUND);
    const kept = DIFFERING + AROUND;
    const shown = cut
        ? `${part.slice(0, near_changes_whole(part, kept))} ... (${near_changes_count(part.length - 2 * kept)} more characters) ... ${part.slice(near_changes_whole(part, part.length - kept))}`
        : part;
    const said = (characters) => `(${near_changes_count(characters)} equal characters)`;
    return `${before > 0 ? `${said(before)} ... ` : ''}${shown}${after > 0 ? ` ... ${said(after)}` : ''}`;
}
/** Not through a surrogate pair. */
function near_changes_whole(text, at) {
    return /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;
}
/** What is known after apply says nothing before it: the attributes of a new object are counted at its end. */
function withoutUnknown(lines) {
    let heredoc;
    let unknown = 0;
    const kept = lines.filter((line) => {
        if (heredoc !== undefined && !closesHeredoc(line, heredoc))
            return true;
        heredoc = openedHeredoc(line);
        if (!UNKNOWN.test(line))
            return true;
        unknown += 1;
        return false;
    });
    if (unknown < 2)
        return lines;
    const end = kept.findLastIndex((line) => /^\s*\}$/.test(line));
    if (end < 0)
        return lines;
    const note = `${' '.repeat(8)}# (${near_changes_count(unknown)} attributes known after apply)`;
    return [...kept.slice(0, end), note, ...kept.slice(end)];
}
function near_changes_count(number) {
    return figure(number);
}

;// CONCATENATED MODULE: ./lib/src/report/kit/instances.js

/** Keys that are listed one by one where the rest is a count. */
const instances_LISTED = 20;
/**
 * `` `aws_x.y` × 3: `["a"]`, `["b"]`, `["c"]` ``, and for numbers without a gap `` `[0]` to `[2]` ``.
 *
 * @param most keys that are listed; what is destroyed is named in full
 */
function instancesCode({ address, keys }, page, place = 'text', most = instances_LISTED) {
    const name = page.code(address, place);
    if (keys.length === 0)
        return name;
    return `${name} × ${figure(keys.length)}: ${instances_listed(keys, page, place, most)}`;
}
function instances_listed(keys, page, place, most) {
    const numbers = keys.map((key) => Number(/^\[(\d+)\]$/.exec(key)?.[1] ?? Number.NaN)).sort((a, b) => a - b);
    const [first = Number.NaN] = numbers;
    if (numbers.length > 2 && numbers.every((number, at) => number === first + at)) {
        return `${page.code(`[${first}]`, place)} to ${page.code(`[${first + numbers.length - 1}]`, place)}`;
    }
    const shown = keys.slice(0, most).map((key) => page.code(key, place));
    const more = keys.length - shown.length;
    return [...shown, ...(more > 0 ? [`and ${figure(more)} more`] : [])].join(', ');
}

;// CONCATENATED MODULE: ./lib/src/report/sections/destroys.js








/** So many are read at a glance; the rest follows by name. */
const ABOVE_THE_FOLD = 12;
const FORCES = ' # forces replacement';
const LARGEST_SHARE = 0.8;
/** Of what is only counted, so many resources by name. */
const RESOURCES = 10;
/**
 * What is destroyed or replaced, above the fold and by name. It survives every cut, and no part of it is folded away.
 * @param blocks the plan's text, for the values that force a replacement
 */
function destroysSection(rank, changes, blocks, page) {
    const lost = changes.resources.filter(isReplacedOrDeleted);
    // Destroyed first: a replacement gives something back.
    const ordered = grouped([...lost.filter((change) => !change_set_isReplacement(change.action)), ...lost.filter(isReplaced)]);
    const lines = new Map(blocks.map((block) => [block.address, block.lines]));
    return {
        rank,
        write(room) {
            if (lost.length === 0)
                return { markdown: '', cut: false };
            const share = atMost(room, {
                characters: Math.floor(room.characters * LARGEST_SHARE),
                bytes: Math.floor(room.bytes * LARGEST_SHARE),
            });
            const items = ordered.map((group) => item(group, lines.get(group.first.address) ?? [], page));
            const box = boxed(title(lost), items.slice(0, ABOVE_THE_FOLD), share);
            const rest = ordered.slice(ABOVE_THE_FOLD);
            if (rest.length === 0)
                return { markdown: box, cut: false };
            const list = destroys_named(items.slice(ABOVE_THE_FOLD), rest, less(share, box), page);
            return { markdown: `${box}\n\n${list.markdown}`, cut: list.cut };
        },
    };
}
/** The lines of the text that say what forces a replacement. Not every one that does is marked in it. */
function forcingLines(lines, paths) {
    const shown = nearChanges(lines);
    const marked = shown.filter((line) => line.endsWith(FORCES));
    const names = new Set(paths);
    return (marked.length > 0 ? marked : shown.filter((line) => names.has(/^ +~ (\S+) += .* -> /.exec(line)?.[1] ?? '')))
        .map(assignment)
        .filter((line) => line.includes(' -> '));
}
/** `ami = "old" -> "new"` */
function assignment(line) {
    return line
        .slice(0, -FORCES.length)
        .trim()
        .replace(/^[~+-] /, '')
        .replace(/ += /, ' = ');
}
function isReplaced({ action }) {
    return change_set_isReplacement(action);
}
function title(lost) {
    const replaced = lost.filter(isReplaced).length;
    const destroyed = lost.length - replaced;
    const parts = [
        ...(destroyed === 0 ? [] : [`${counted(destroyed, 'resource')} will be destroyed`]),
        ...(replaced === 0 ? [] : [`${counted(replaced, 'resource')} will be replaced`]),
    ];
    return `**${parts.join(', ')}**`;
}
function boxed(heading, items, room) {
    const box = markdown_alert('CAUTION', `${heading}\n${items.join('\n')}`);
    return fits(box, room) ? box : markdown_alert('CAUTION', heading);
}
function item(group, lines, page) {
    const cause = page.outcome.plan?.causes?.get(group.first.address);
    const { deposed, reason, replacePaths } = group.first;
    const order = replacementOrder(group.first);
    // Values that differ from one instance to the next are in the diff.
    const forcing = group.keys.length === 0 ? forcingLines(lines, replacePaths) : [];
    const because = forcing.length > 0 ? forcing : replacePaths;
    const why = because.length > 0
        ? `because of ${because
            .slice(0, 5)
            .map((path) => page.code(path))
            .join(', ')}`
        : reason === undefined
            ? undefined
            : reasonWords(reason);
    const place = cause === undefined ? undefined : `see ${page.source(cause.file, cause.line)}`;
    const details = [deposed === undefined ? undefined : `its deposed object ${page.code(deposed)}`, order, why, place];
    const said = details.filter((detail) => detail !== undefined).join('; ');
    const verb = order === undefined ? 'destroy' : 'replace';
    return `- ${verb} ${instancesCode(group, page, 'text', Number.POSITIVE_INFINITY)}${said === '' ? '' : `: ${said}`}`;
}
/** Every other one, with its reason as long as there is room; what does not fit is counted by resource. */
function destroys_named(items, groups, room, page) {
    const changes = (from) => groups.slice(from).flatMap(({ all }) => all);
    const heading = `**${counted(changes(0).length, 'more resource')} destroyed or replaced**\n\n`;
    const list = less(room, heading);
    const fits = (lines) => fitting(lines, list).length === lines.length;
    const addresses = groups.map((group) => `- ${instancesCode(group, page, 'text', Number.POSITIVE_INFINITY)}`);
    for (const lines of [items, addresses])
        if (fits(lines))
            return { markdown: heading + lines.join('\n'), cut: false };
    const reserve = countedByResource(changes(0), page);
    const taken = fitting(addresses, less(list, reserve));
    const left = changes(taken.length);
    const tail = countedByResource(left, page);
    const end = tail.length <= reserve.length ? tail : `${counting(left.length)}; ${page.elsewhere}`;
    return { markdown: heading + [...taken, end].join('\n'), cut: true };
}
/** `- and 2,743 more resources: 2,000 of aws_x.y, 743 of aws_z.q`, instance keys left out. */
function countedByResource(changes, page) {
    const counts = new Map();
    for (const { address } of changes) {
        const resource = withoutKeys(address);
        counts.set(resource, (counts.get(resource) ?? 0) + 1);
    }
    const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, RESOURCES);
    const said = most.map(([resource, count]) => `${figure(count)} of ${page.code(resource)}`);
    const more = counts.size > RESOURCES ? ' ...' : '';
    return `${counting(changes.length)} (${said.join(', ')}${more}); ${page.elsewhere}`;
}
function counting(resources) {
    return `- and ${counted(resources, 'more resource')} destroyed or replaced`;
}

;// CONCATENATED MODULE: ./lib/src/terraform/text/diff-markers.js

/**
 * Moves the markers of a plan's text to column 0, where the `diff` language looks for them, so that GitHub colours
 * additions, removals and, as `!`, changes. A marker counts only where Terraform writes one: a YAML dash inside a
 * multi-line value stays what it is.
 */
function gutter(lines) {
    let heredoc;
    return lines.map((line) => {
        if (heredoc !== undefined && !closesHeredoc(line, heredoc))
            return moved(line, markerInside(line, heredoc), heredoc + 2);
        heredoc = openedHeredoc(line);
        const match = /^( *)([+~-]) /.exec(line);
        const column = match?.[1]?.length ?? 0;
        return moved(line, match?.[2], column);
    });
}
function moved(line, marker, column) {
    if (marker === undefined)
        return line;
    const sign = marker === '~' ? '!' : marker;
    return `${sign}${line.slice(0, column)}${line.slice(column + 1)}`;
}

;// CONCATENATED MODULE: ./lib/src/report/sections/diff.js






/** A diff of one screen is open; a longer one opens on a click. */
const OPEN_LINES = 60;
/** Where something is destroyed or replaced, nobody should have to click for its diff. */
const OPEN_LINES_OF_LOSS = 400;
/** Below this, the beginning of a block says nothing. */
const SMALLEST_PART = 400;
const SMALLEST_PART_LINES = 5;
/** The coloured diff: as many whole resources as fit, destroyed and replaced ones first, in Terraform's order. */
function diffSection(rank, blocks, changes, page) {
    return {
        rank,
        write(room) {
            if (blocks.length === 0)
                return { markdown: '', cut: false };
            const frame = framed(blocks.length, blocks.length, `${'`'.repeat(11)}diff\n\n${'`'.repeat(11)}`, 1e6, page);
            const lost = new Set(changes.resources.filter(isReplacedOrDeleted).map(({ address }) => address));
            const { parts, whole } = choose(blocks, lost, less(room, frame), page);
            if (parts.size === 0)
                return { markdown: '', cut: true };
            const lines = [...parts.keys()]
                .sort((a, b) => a - b)
                .flatMap((index, position) => [...(position === 0 ? [] : ['']), ...(parts.get(index) ?? [])]);
            const cut = whole < blocks.length;
            const fenced = page.fence('diff', lines);
            const isOpen = lines.length <= (lost.size > 0 ? OPEN_LINES_OF_LOSS : OPEN_LINES);
            return { markdown: framed(parts.size, blocks.length, fenced, lines.length, page, { cut, isOpen }), cut };
        },
    };
}
function framed(shown, all, fenced, lines, page, { cut, isOpen } = { cut: true, isOpen: true }) {
    const of = shown < all ? `${figure(shown)} of ` : '';
    const summary = `Diff of ${of}${counted(all, 'resource')}, ${counted(lines, 'line')}`;
    const missing = all - shown;
    const note = cut
        ? `\n\n${missing === 0 ? 'The last lines are' : `${counted(missing, 'more resource')}`} not in this diff; ${page.elsewhere}.`
        : '';
    return folded(summary, `${fenced}${note}`, isOpen);
}
function choose(blocks, lost, room, page) {
    const isLost = (index) => lost.has(blocks[index]?.address ?? '');
    const all = blocks.map((_, index) => index);
    const parts = new Map();
    let left = room;
    let whole = 0;
    let hasPart = false;
    for (const index of [...all.filter(isLost), ...all.filter((at) => !isLost(at))]) {
        if (left.characters < SMALLEST_PART || left.bytes < SMALLEST_PART)
            break;
        const lines = page.lines(gutter(nearChanges(blocks[index]?.lines ?? [])).join('\n'));
        const text = `${lines.join('\n')}\n\n`;
        if (fits(text, left)) {
            parts.set(index, lines);
            left = less(left, text);
            whole += 1;
        }
        else if (!hasPart) {
            // One block may be cut, at a line: a resource that fills the room alone is still shown.
            hasPart = true;
            const note = `# ... ${figure(lines.length)} lines in all`;
            const taken = fitting(lines, less(left, `${note}\n\n`));
            if (taken.length < SMALLEST_PART_LINES)
                continue;
            parts.set(index, [...taken, note]);
            left = less(left, `${[...taken, note].join('\n')}\n\n`);
        }
    }
    return { parts, whole };
}

;// CONCATENATED MODULE: ./lib/src/report/sections/failure.js





const failure_SHOWN = 10;
const failure_SHARE = 0.6;
const DETAIL_LINES = 40;
const LONGEST_SENTENCE = 2_000;
const MASKED = 'What is secret, or the value of a variable, stands as `***`: without a plan nothing says which variables are sensitive.';
/** What went wrong, with what was found, what was expected and the way out. */
function failureSection(rank, { failure, diagnostics, plan }, page) {
    // An error of Terraform stands below with its place: once is enough.
    const isBelow = (found) => diagnostics.some(({ severity, summary }) => severity === 'error' && found.startsWith(summary));
    return {
        rank,
        write(room) {
            if (failure === undefined)
                return { markdown: '', cut: false };
            const { what, found, expected, wayOut } = failure.parts;
            const differs = failure instanceof ReviewRefusal ? differences(failure, page) : [];
            const lines = [
                `**${page.prose(what)}**`,
                ...(differs.length > 0
                    ? [differs.join('\n')]
                    : found === undefined || isBelow(found)
                        ? []
                        : [`Found: ${page.prose(found)}`]),
                ...(expected === undefined ? [] : [`Expected: ${page.prose(expected)}`]),
                ...(wayOut === undefined ? [] : [page.ownProse(wayOut)]),
                ...(plan === undefined && hides(failure.message, diagnostics, page) ? [MASKED] : []),
            ];
            const full = markdown_alert('CAUTION', lines.join('\n\n'));
            const markdown = fits(full, room) ? full : markdown_alert('CAUTION', `**${page.prose(page.redact(what).slice(0, 300))}**`);
            return { markdown, cut: markdown !== full };
        },
    };
}
/** Whether something of it is masked: the reader shall not take the mask for what Terraform has said. */
function hides(message, diagnostics, page) {
    const texts = [message, ...diagnostics.flatMap(({ summary, detail }) => [summary, detail])].map(stripAnsi);
    return texts.some((text) => page.redact(text).includes(MASK));
}
/** How the plan and the reviews differ, one line each: the reader compares it with the plan. */
function differences({ differences: all, counting }, page) {
    const lines = all.slice(0, failure_SHOWN).map((difference) => {
        const { kind, address } = difference;
        const words = page.prose(differenceWords(difference, counting));
        return `- ${kind === 'resource' ? '' : `${kind} `}${page.code(address)}: ${words}`;
    });
    return all.length > failure_SHOWN ? [...lines, `- and ${counted(all.length - failure_SHOWN, 'more difference')}`] : lines;
}
/** The errors of Terraform or of an offline check, each on its file and line. */
function errorsSection(rank, diagnostics, page) {
    const errors = checks_and_warnings_unique(diagnostics).filter(({ severity }) => severity === 'error');
    return {
        rank,
        write(room) {
            let left = atMost(room, {
                characters: Math.floor(room.characters * failure_SHARE),
                bytes: Math.floor(room.bytes * failure_SHARE),
            });
            const parts = [];
            for (const error of errors.slice(0, failure_SHOWN)) {
                const part = errorPart(error, page);
                if (!fits(`${part}\n\n`, left))
                    break;
                parts.push(part);
                left = { characters: left.characters - part.length - 2, bytes: left.bytes - Buffer.byteLength(part) - 2 };
            }
            const more = errors.length - parts.length;
            if (more > 0)
                parts.push(`and ${counted(more, 'more error')}.`);
            return { markdown: parts.join('\n\n'), cut: more > 0 };
        },
    };
}
function errorPart({ summary, detail, address, file, startLine }, page) {
    const where = [
        ...(file === undefined ? [] : [`at ${page.place(file, startLine)}`]),
        ...(address === undefined ? [] : [`in ${page.code(address)}`]),
    ];
    const heading = `**Error: ${page.prose(summary)}**${where.length === 0 ? '' : ` ${where.join(', ')}`}`;
    return [heading, ...paragraphs(detail, page)].join('\n\n');
}
/** Sentences wrap on a narrow screen, so only what is laid out (indented lines, lists) stands in a fence. */
function paragraphs(detail, page) {
    // Before it is cut: half a secret would not be found any more.
    const lines = page.redact(detail.replaceAll('\r\n', '\n')).split('\n');
    const shown = lines.length <= DETAIL_LINES ? lines : lines.slice(0, DETAIL_LINES);
    const blocks = shown
        .join('\n')
        .split(/\n\s*\n/)
        .map((block) => block.replace(/^\n+|\s+$/g, ''))
        .filter((block) => block !== '');
    const written = blocks.map((block) => /^[ \t]|\n/.test(block) ? page.fence('', page.lines(block)) : page.prose(block.slice(0, LONGEST_SENTENCE)));
    return lines.length === shown.length
        ? written
        : [...written, `and ${counted(lines.length - shown.length, 'more line')}.`];
}

;// CONCATENATED MODULE: ./lib/src/report/sections/outputs.js





const outputs_SHARE = 0.25;
const outputs_OPEN_LINES = 25;
const VERBS = { create: 'added', update: 'changed', delete: 'removed' };
/** Output changes with their values as Terraform prints them; where these are too long, by name. */
function outputsSection(rank, outputs, blocks, page) {
    return {
        rank,
        write(room) {
            if (outputs.length === 0)
                return { markdown: '', cut: false };
            const share = atMost(room, {
                characters: Math.floor(room.characters * outputs_SHARE),
                bytes: Math.floor(room.bytes * outputs_SHARE),
            });
            const lines = page.lines(gutter(blocks.flatMap(({ lines: block }) => nearChanges(block))).join('\n'));
            const values = folded(outputs_title(outputs), page.fence('diff', lines), lines.length <= outputs_OPEN_LINES);
            if (blocks.length > 0 && fits(values, share))
                return { markdown: values, cut: false };
            const names = outputs.map(({ name, action, sensitive }) => `- ${page.code(name)} ${VERBS[action]}${sensitive ? ' (sensitive)' : ''}`);
            const taken = fitting(names, less(share, folded(outputs_title(outputs), `- and 1,000,000 more; ${page.elsewhere}`)));
            const left = names.length - taken.length;
            const shown = left === 0 ? taken : [...taken, `- and ${figure(left)} more; ${page.elsewhere}`];
            return {
                markdown: folded(outputs_title(outputs), shown.join('\n'), shown.length <= outputs_OPEN_LINES),
                cut: blocks.length > 0 || left > 0,
            };
        },
    };
}
function outputs_title(outputs) {
    return outputs.length === 1 ? '1 output changes' : `${counted(outputs.length, 'output')} change`;
}

;// CONCATENATED MODULE: ./lib/src/report/sections/outside-changes.js





const outside_changes_SHARE = 0.15;
/** What others changed outside Terraform: the diff where Terraform prints one, else the list. */
function driftSection(rank, drift, blocks, page, title = `${counted(drift.length, 'resource')} changed outside Terraform`) {
    const items = drift.map(({ address, action, changedAttributes }) => {
        const what = action === 'delete' ? 'deleted' : changedAttributes.map((name) => page.code(name)).join(', ');
        return `- ${page.code(address)}${what === '' ? '' : `: ${what}`}`;
    });
    const list = listSection(rank, title, items, page, { open: false, share: outside_changes_SHARE });
    return {
        rank,
        write(room) {
            if (drift.length === 0)
                return { markdown: '', cut: false };
            if (blocks.length === 0)
                return list.write(room);
            const share = atMost(room, {
                characters: Math.floor(room.characters * outside_changes_SHARE),
                bytes: Math.floor(room.bytes * outside_changes_SHARE),
            });
            const lines = page.lines(gutter(blocks.flatMap(({ lines: block }) => [...nearChanges(block), '']))
                .join('\n')
                .trimEnd());
            const diff = folded(title, page.fence('diff', lines));
            return fits(diff, share) ? { markdown: diff, cut: false } : { markdown: list.write(room).markdown, cut: true };
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/report/sections/site.js



const site_SHARE = 0.2;
const OPEN_ITEMS = 15;
const WORDS = {
    new: 'new',
    content: 'changed',
    headers: 'headers only',
};
/** The site's own diff: what a deploy would upload, delete and invalidate. */
function sitePreviewSection(rank, preview, page) {
    return {
        rank,
        write(room) {
            if (preview === undefined)
                return { markdown: '', cut: false };
            if ('unavailable' in preview) {
                return {
                    markdown: markdown_alert('NOTE', `The site was not compared: ${page.prose(preview.unavailable)}.`),
                    cut: false,
                };
            }
            const { plan } = preview;
            const title = siteTitle(plan);
            const items = [
                ...plan.warnings.map((warning) => `- warning: ${page.prose(warning)}`),
                ...plan.decisions
                    .filter(({ reason }) => WORDS[reason] !== undefined)
                    .map(({ key, reason, size }) => `- ${WORDS[reason]} ${page.code(key)}, ${bytes(size)}`),
                ...plan.deletions.map((key) => `- delete ${page.code(key)}`),
                ...(plan.invalidationPaths.length === 0
                    ? []
                    : [`- invalidate ${plan.invalidationPaths.map((path) => page.code(path)).join(', ')}`]),
            ];
            if (items.length === 0)
                return { markdown: `**${title}**`, cut: false };
            const share = atMost(room, {
                characters: Math.floor(room.characters * site_SHARE),
                bytes: Math.floor(room.bytes * site_SHARE),
            });
            const rest = (count) => `- and ${figure(count)} more; ${page.elsewhere}`;
            const taken = fitting(items, less(share, folded(title, rest(items.length))));
            const left = items.length - taken.length;
            const body = [...taken, ...(left === 0 ? [] : [rest(left)])].join('\n');
            return { markdown: folded(title, body, items.length <= OPEN_ITEMS), cut: left > 0 };
        },
    };
}
/** `Site: 1 new, 2 changed, 40 unchanged`. */
function siteTitle({ counts, invalidationPaths }) {
    const said = [
        [counts.new, 'new'],
        [counts.content, 'changed'],
        [counts.headers, 'with other headers'],
        [counts.deletions, 'to delete'],
    ];
    const phrases = said.filter(([count]) => count > 0).map(([count, words]) => `${figure(count)} ${words}`);
    if (phrases.length === 0)
        return `Site: no changes in ${counted(counts.unchanged, 'file')}`;
    const paths = invalidationPaths.length === 0 ? '' : `, ${counted(invalidationPaths.length, 'path')} to invalidate`;
    return `Site: ${phrases.join(', ')} (${bytes(counts.bytes)})${paths}`;
}
/** `1.2 MB`, in powers of 1,000 as storage is sold. */
function bytes(count) {
    const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
    let value = count;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
    }
    return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

;// CONCATENATED MODULE: ./lib/src/report/sections/packages.js



/** The Lambda packages: which are new code, and under which key each is stored. */
function packagesSection(rank, packages) {
    if (packages === undefined || packages.length === 0)
        return size_budget_whole(rank, '');
    const isNew = packages.filter(({ state }) => state === 'new').length;
    const rows = packages.map(({ name, bytes: size, state, key }) => `| ${codeSpan(name)} | ${state === 'new' ? 'new code' : 'unchanged'} | ${bytes(size)} | ${codeSpan(key)} |`);
    const table = ['| Package | State | Size | Key |', '| :-- | :-- | --: | :-- |', ...rows].join('\n');
    return size_budget_whole(rank, folded(`${counted(packages.length, 'Lambda package')}, ${isNew} with new code`, table));
}

;// CONCATENATED MODULE: ./lib/src/report/sections/resources.js







/** A table that is longer is folded: the headline and the destroys have said the essence. */
const OPEN_ROWS = 20;
const ATTRIBUTES = 6;
const resources_SHARE = 0.3;
const ORDER = [
    'delete',
    'delete-create',
    'create-delete',
    'forget-create',
    'create-forget',
    'forget',
    'create',
    'update',
    'no-op',
    'read',
];
/** Every other changed resource, grouped by module and, inside, by action. */
function resourcesSection(rank, changes, page) {
    // What is destroyed or replaced stands above, with its reason.
    const resources = changes.resources.filter((change) => !isReplacedOrDeleted(change) || isTold(change));
    const others = resources.length < changes.resources.length ? 'other resource' : 'resource';
    return {
        rank,
        write(room) {
            if (resources.length === 0)
                return { markdown: '', cut: false };
            const { head, rows } = table(resources, page);
            const note = (left) => `\n\n${counted(left, 'more resource')} not in this table; ${page.elsewhere}.`;
            const summary = `${counted(resources.length, others)}: ${byAction(resources)}`;
            const frame = folded(summary, head + note(resources.length));
            const share = atMost(room, {
                characters: Math.floor(room.characters * resources_SHARE),
                bytes: Math.floor(room.bytes * resources_SHARE),
            });
            const taken = fitting(rows.map(({ markdown }) => markdown), less(share, frame));
            const shown = rows.slice(0, taken.length).reduce((sum, { resources: count }) => sum + count, 0);
            const left = resources.length - shown;
            const shownTable = taken.length === 0 ? '' : head + taken.join('\n');
            const body = `${shownTable}${left === 0 ? '' : note(left)}`.trim();
            return { markdown: rows.length <= OPEN_ROWS ? body : folded(summary, body), cut: left > 0 };
        },
    };
}
/** Two columns where nothing is to be said in the third: on a phone each column counts. */
function table(resources, page) {
    const groups = byModule(resources);
    const said = new Map(resources.map((change) => [change, resources_details(change, page)]));
    const isWide = [...said.values()].some((words) => words !== '');
    const line = (...cells) => `| ${(isWide ? cells : cells.slice(0, 2)).join(' | ')} |`;
    const named = groups.length > 1 || groups[0]?.[0] !== '';
    const rows = groups.flatMap(([module, group]) => [
        ...(named && module !== '' ? [{ markdown: line('', `**${page.code(module, 'cell')}**`, ''), resources: 0 }] : []),
        ...grouped([...group].sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action))).map((instances) => ({
            markdown: line(isReplacedOrDeleted(instances.first) ? `**${actionWords(instances.first)}**` : actionWords(instances.first), instancesCode(instances, page, 'cell'), said.get(instances.first) ?? ''),
            resources: instances.all.length,
        })),
    ]);
    return { head: `${line('Action', 'Resource', 'Details')}\n${line(':--', ':--', ':--')}\n`, rows };
}
/** `290 create, 10 update`: what a folded table holds. */
function byAction(resources) {
    const counts = new Map();
    for (const change of [...resources].sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action))) {
        counts.set(actionWords(change), (counts.get(actionWords(change)) ?? 0) + 1);
    }
    return [...counts].map(([words, count]) => `${figure(count)} ${words}`).join('; ');
}
function byModule(resources) {
    const modules = new Map();
    for (const change of resources) {
        // Instances of one module stand together, so that the same change in each is one row.
        const module = withoutKeys(change.module);
        const group = modules.get(module);
        if (group === undefined)
            modules.set(module, [change]);
        else
            group.push(change);
    }
    return [...modules.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
}
/** Why something is destroyed or replaced stands above the fold already. */
function resources_details(change, page) {
    const { previousAddress, importId, deposed, changedAttributes, reason, action } = change;
    const said = [];
    if (previousAddress !== undefined)
        said.push(`from ${page.code(previousAddress, 'cell')}`);
    if (importId !== undefined)
        said.push(`id ${page.code(importId, 'cell')}`);
    if (deposed !== undefined)
        said.push(`deposed object ${page.code(deposed, 'cell')}`);
    if (action === 'update' && changedAttributes.length > 0)
        said.push(resources_names(change, page));
    else if (reason !== undefined && action !== 'update' && !isReplacedOrDeleted(change))
        said.push(reasonWords(reason));
    return said.join('; ');
}
function resources_names({ changedAttributes, blank = {} }, page) {
    const shown = changedAttributes.slice(0, ATTRIBUTES).map((attribute) => {
        const only = blank[attribute];
        return `${page.code(attribute, 'cell')}${only === undefined ? '' : ` (${only} only)`}`;
    });
    const left = changedAttributes.length - shown.length;
    return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${left} more`;
}
/** A replacement that moves or imports as well says so in its row. */
function isTold({ previousAddress, importId }) {
    return previousAddress !== undefined || importId !== undefined;
}

;// CONCATENATED MODULE: ./lib/src/report/sections/unseen.js


const unseen_PARTS = 6;
/** Programs that run with a change: they may do anything, so they stand above the fold. */
function programsSection(rank, unseen, page) {
    const items = unseen.flatMap(({ address, programs }) => programs.map((program) => `- ${page.code(address)}: ${unseen_named(program, page)}`));
    return listSection(rank, `${counted(items.length, 'program')} will run`, items, page);
}
/** What the merge is compared with beside the diff. */
function unseenSection(rank, unseen, page) {
    const items = unseen.flatMap(({ address, provider, sent, made }) => {
        const said = [
            ...(provider === undefined ? [] : [`with ${page.code(provider)}`]),
            ...(sent.length === 0 ? [] : [`set, and not in the plan: ${unseen_listed(sent, page)}`]),
            ...made.map(({ path, from }) => `${page.code(path === '' ? 'its value' : path)} from ${unseen_listed(from, page)}`),
        ];
        return said.length === 0 ? [] : [`- ${page.code(address)}: ${said.join('; ')}`];
    });
    return listSection(rank, 'What decides it and is not in the diff', items, page, { open: false });
}
function unseen_listed(parts, page) {
    const shown = parts.slice(0, unseen_PARTS).map((part) => unseen_named(part, page));
    const more = parts.length > unseen_PARTS ? [`${parts.length - unseen_PARTS} more`] : [];
    return [...shown, ...more].join(', ');
}
function unseen_named({ name, file, line }, page) {
    return file === undefined ? page.code(name) : `${page.code(name)} (${page.source(file, line)})`;
}

;// CONCATENATED MODULE: ./lib/src/report/sections/plan.js














/**
 * A plan in the order in which it is read. The ranks say what survives a cut: headline, failure, destroys and outputs
 * first, the diff last.
 */
function planSections(page) {
    const { outcome } = page;
    const { plan, sitePreview, packages, diagnostics, warnings } = outcome;
    const head = size_budget_whole(0, headline(page));
    const failure = [failureSection(1, outcome, page), errorsSection(2, diagnostics, page)];
    const site = sitePreviewSection(6, sitePreview, page);
    if (plan === undefined) {
        const sentence = outcome.result === 'failed' ? '' : page.ownProse(`${outcome.sentence}.`);
        return [head, size_budget_whole(1, sentence), ...failure, warningsSection(5, diagnostics, warnings, page), site];
    }
    const { changes } = plan;
    const addresses = [...changes.resources, ...changes.drift, ...changes.deferred.map(({ change }) => change)];
    const text = splitPlanText(page.redact(plan.text), new Set(addresses.map(({ address }) => address)));
    const blocks = [...text.changes, ...text.deferred];
    const sentence = classSentence(changes);
    return [
        head,
        ...failure,
        size_budget_whole(0, changes.errored ? ERRORED : sentence),
        destroysSection(2, changes, blocks, page),
        resourcesSection(7, changes, page),
        programsSection(3, plan.unseen ?? [], page),
        invocationsSection(5, changes, page),
        deferredSection(5, changes, page),
        diffSection(10, blocks, changes, page),
        unseenSection(9, plan.unseen ?? [], page),
        outputsSection(3, changes.outputs, text.outputs, page),
        checksSection(4, changes.checks, page),
        warningsSection(5, toldOnce([...plan.diagnostics, ...diagnostics], changes.checks), warnings, page),
        packagesSection(6, packages),
        driftSection(8, changes.drift, text.drift, page),
        unknownChecksSection(9, changes.checks, page),
        site,
    ];
}
/** A check that fails stands under the checks: the warning about it says the same. */
function toldOnce(diagnostics, checks) {
    const said = new Set(checks.flatMap(({ messages }) => messages.map((message) => message.trim())));
    return diagnostics.filter(({ severity, detail }) => severity === 'error' || !said.has(detail.trim()));
}
const ERRORED = markdown_alert('WARNING', 'Terraform met an error while it made this plan. The plan is not complete and cannot be applied.');
function headline(page) {
    const { plan, result, identity, steps } = page.outcome;
    if (plan === undefined)
        return `### Plan for ${headline_stackName(identity)}${result === 'failed' ? ' failed' : ''}`;
    const failed = steps.find(({ state }) => state === 'failed');
    const headline = planHeadline(identity, plan.changes);
    if (result !== 'failed')
        return headline;
    // The plan is good: what failed came after it.
    return `${headline}; ${failed === undefined ? 'the run failed after it' : `failed at "${page.prose(failed.title)}"`}`;
}

;// CONCATENATED MODULE: ./lib/src/report/plan-comment.js





/** GitHub refuses 65,536 characters and more; e-mail and renderers get some air. */
const COMMENT_ROOM = { characters: 60_000, bytes: 250_000 };
/** The comment on the pull request. `cut` says that something is only in the job summary. */
function planComment(outcome, options) {
    const sheet = page(outcome, options, elsewhere(outcome));
    const { markdown, cut } = compose([size_budget_whole(-2, commentMarker(outcome.identity)), ...planSections(sheet), size_budget_whole(-1, foot(outcome, options.redact))], COMMENT_ROOM);
    return { body: markdown, cut };
}
/** Points to the job summary, which is on the run's page. */
function elsewhere({ runUrl }) {
    return /^https?:\/\/[^\s()<>]+$/.test(runUrl)
        ? `[the job summary](${runUrl}) has all of it`
        : 'the job summary has all of it';
}

;// CONCATENATED MODULE: ./lib/src/report/check-run.js






/** The page of the check run: 65,535 characters at most, counted in bytes by some of GitHub's services. */
function checkRunPage(outcome, options) {
    const sheet = page(outcome, options, elsewhere(outcome));
    const { markdown } = compose([...planSections(sheet), size_budget_whole(-1, foot(outcome, options.redact))], {
        characters: 65_000,
        bytes: 65_000,
    });
    const title = outcome.plan === undefined ? sheet.prose(outcome.sentence) : planTitle(outcome.plan.changes);
    return { title: title.slice(0, 255), summary: markdown };
}

;// CONCATENATED MODULE: ./lib/src/report/sections/drift.js













const drift_SHARE = 0.3;
/** A drift in the order in which it is read: what others changed, what waits, what a deploy would do, what to do now. */
function driftSections(page) {
    const { outcome } = page;
    const { plan, drift, diagnostics, warnings } = outcome;
    const head = size_budget_whole(0, drift_headline(page));
    const failure = [failureSection(1, outcome, page), errorsSection(2, diagnostics, page)];
    if (plan === undefined || drift === undefined) {
        return [head, ...failure, warningsSection(5, diagnostics, warnings, page)];
    }
    const { changes } = plan;
    const addresses = [...changes.resources, ...changes.drift, ...changes.deferred.map(({ change }) => change)];
    const text = splitPlanText(page.redact(plan.text), new Set(addresses.map(({ address }) => address)));
    const { outside, leftAlone, pending } = drift;
    const isOutside = new Set(outside.map(({ address }) => address));
    return [
        head,
        ...failure,
        size_budget_whole(1, drift.found ? whatToDo(drift) : drift_NOTHING),
        listSection(2, 'Changed outside Terraform', outside.map((change) => outsideItem(change, page)), page, {
            share: drift_SHARE,
        }),
        driftDiff(),
        size_budget_whole(4, drift.found && waits(drift) ? PENDING : ''),
        resourcesSection(7, { ...changes, resources: pending.resources }, page),
        invocationsSection(5, changes, page),
        deferredSection(5, changes, page),
        outputsSection(3, changes.outputs, text.outputs, page),
        size_budget_whole(4, changes.resources.length > 0 ? '**What the next deploy would do**' : ''),
        destroysSection(2, changes, [], page),
        diffSection(10, [...text.changes, ...text.deferred], changes, page),
        checksSection(4, changes.checks, page),
        warningsSection(5, [...plan.diagnostics, ...diagnostics], warnings, page),
        listSection(9, `${counted(leftAlone.length, 'resource')} changed outside Terraform, and nothing asks to undo it`, leftAlone.map((change) => outsideItem(change, page)), page, { open: false }),
    ];
    /** Terraform's own diff of what others did, where it prints one. */
    function driftDiff() {
        const blocks = text.drift.filter(({ address }) => address !== undefined && isOutside.has(address));
        return driftSection(8, blocks.length === 0 ? [] : outside, blocks, page, 'What others did');
    }
}
const drift_NOTHING = 'What is merged, what is deployed and what is there agree.';
const PENDING = '**Pending**: merged and not deployed, or following from what changed outside';
function drift_headline({ outcome }) {
    const name = headline_stackName(outcome.identity);
    const { drift, result } = outcome;
    if (drift === undefined)
        return result === 'failed' ? `### Looking for drift in ${name} failed` : `### Drift in ${name}`;
    if (!drift.deployed)
        return `### No drift in ${name}: ${driftSentence(drift)}`;
    return drift.found ? `### Drift in ${name}: ${driftSentence(drift)}` : `### No drift in ${name}`;
}
function waits({ pending }) {
    const { resources, outputs, deferred, invocations } = pending;
    return resources.length + outputs.length + deferred.length + invocations.length > 0;
}
function whatToDo({ outside }) {
    const deploy = 'run the workflow by hand with `operation: deploy`, and with the fingerprint below as `approved-fingerprint` where nobody has reviewed these changes';
    const closes = 'The first run that finds no drift closes this issue.';
    return outside.length === 0
        ? `To deploy what waits, ${deploy}. ${closes}`
        : `To bring back what the configuration asks for, ${deploy}. To keep what others changed, write it into the configuration, in a pull request. ${closes}`;
}
function outsideItem({ address, action, changedAttributes }, page) {
    const what = action === 'delete' ? 'deleted' : changedAttributes.map((name) => page.code(name)).join(', ');
    return `- ${page.code(address)}${what === '' ? '' : `: ${what}`}`;
}

;// CONCATENATED MODULE: ./lib/src/report/drift-issue.js









const LONGEST_TITLE = 256;
const AGREE = 'what is merged, what is deployed and what is there agree again';
/** The issue about a stack's drift, and what is said on it when it changes or is gone. */
function driftNotice(outcome, options) {
    const { drift, identity, runUrl } = outcome;
    const sheet = page(outcome, options, elsewhere(outcome));
    const said = drift === undefined ? 'no drift' : driftSentence(drift);
    const { markdown } = compose([
        size_budget_whole(-2, driftMarker(identity, drift?.fingerprint ?? '')),
        ...driftSections(sheet),
        size_budget_whole(-1, foot(outcome, options.redact)),
    ], COMMENT_ROOM);
    return {
        marker: driftMarkerStart(identity),
        formerMarker: formerMarker(driftMarkerStart(identity)),
        commentMarker: driftCommentMarker(identity, runUrl),
        label: 'drift',
        title: neutralise(sheet.redact(`Drift in ${plainName(identity)}: ${said}`)).slice(0, LONGEST_TITLE),
        body: markdown,
        changed: signed(`The drift has changed: ${said}. The text above is of now.`, outcome),
        gone: signed(`The drift is gone: ${drift?.deployed === false ? said : AGREE}.`, outcome),
        duplicate: (of) => signed(`#${of} says the same.`, outcome),
    };
}
function signed(sentence, outcome) {
    const { plan: _, ...without } = outcome;
    return `${sentence}\n\n${foot(without, (text) => text)}`;
}
/** A title is no Markdown. */
function plainName({ stage, directory, workspace, state }) {
    const details = [
        ...(directory === '' || directory === 'infra' ? [] : [directory]),
        ...(workspace === 'default' ? [] : [`workspace ${workspace}`]),
        ...stateNames(stage, state).map((name) => `state ${name}`),
    ];
    return details.length === 0 ? stage : `${stage} (${details.join(', ')})`;
}

;// CONCATENATED MODULE: ./lib/src/report/sections/applied.js



/** More lines than this are read on a click. */
const OPEN = 15;
const DONE = { create: 'created', update: 'changed', delete: 'destroyed' };
const FAILED = {
    create: 'creating it failed',
    update: 'changing it failed',
    delete: 'destroying it failed',
};
/** `2 of 3 changes`. */
function appliedPhrase({ done, failed, notBegun }) {
    const all = done.length + failed.length + notBegun.length;
    return `${figure(done.length)} of ${counted(all, 'change')}`;
}
/** After a failed apply, each change: what failed first, then what is live already and what is as before. */
function appliedSection(rank, applied, page) {
    return {
        rank,
        write(room) {
            if (applied === undefined || applied.failed.length + applied.notBegun.length === 0)
                return { markdown: '', cut: false };
            const lines = [
                ...applied.failed.map((change) => `- **Failed** ${page.code(change.address)}: ${failedWords(change)}`),
                ...applied.done.map((change) => `- Done ${page.code(change.address)}: ${DONE[change.action] ?? 'replaced'}`),
                ...applied.notBegun.map((change) => `- Not begun ${page.code(change.address)}`),
            ];
            const shown = fitting(lines, { characters: room.characters / 2 - 200, bytes: room.bytes / 2 - 200 });
            const more = lines.length - shown.length;
            const list = [...shown, ...(more > 0 ? [`- and ${counted(more, 'more change')}: ${page.elsewhere}`] : [])].join('\n');
            const { done, failed, notBegun } = applied;
            const summary = `Infrastructure: ${done.length} done, ${failed.length} failed, ${notBegun.length} not begun`;
            const markdown = lines.length > OPEN ? folded(summary, list) : `**${summary}**\n\n${list}`;
            return { markdown, cut: more > 0 };
        },
    };
}
function failedWords({ action, detail }) {
    return detail ?? FAILED[action] ?? 'replacing it failed';
}

;// CONCATENATED MODULE: ./lib/src/report/sections/steps.js


const STATES = { done: 'done', failed: '**failed**', 'not-reached': 'not reached' };
/** What was done, what failed, and what was therefore not reached. */
function stepsSection(rank, outcome, page) {
    return size_budget_whole(rank, steps_table(outcome, page));
}
/** The same behind a click, where a sentence says it already. */
function foldedSteps(rank, outcome, page) {
    const { steps } = outcome;
    if (steps.length === 0)
        return size_budget_whole(rank, '');
    const spent = steps.reduce((sum, { seconds = 0 }) => sum + seconds, 0);
    return size_budget_whole(rank, folded(`${counted(steps.length, 'step')}, ${duration(spent)}`, steps_table(outcome, page)));
}
function steps_table({ steps }, page) {
    if (steps.length === 0)
        return '';
    const rows = steps.map((step) => {
        const spent = step.seconds === undefined ? '' : duration(step.seconds);
        return `| ${page.prose(step.title)} | ${STATES[step.state]} | ${spent} | ${detail(step, page)} |`;
    });
    return ['| Step | State | Time | Result |', '| :-- | :-- | --: | :-- |', ...rows].join('\n');
}
function duration(seconds) {
    return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
/** A failed step's error stands above the table in full. */
function detail({ state, detail: said = '' }, page) {
    return state === 'failed' ? '' : page.ownProse(page.redact(said).slice(0, 300));
}

;// CONCATENATED MODULE: ./lib/src/report/deploy-comment.js
















/** The comment on the merged pull request: what is live now, and after a failure also what is not. */
function deployComment(outcome, options) {
    const sheet = page(outcome, options, elsewhere(outcome));
    const { markdown, cut } = compose([
        size_budget_whole(-2, deployMarker(outcome.identity)),
        ...deploySections(sheet, foldedSteps(2, outcome, sheet)),
        size_budget_whole(-1, foot(outcome, options.redact)),
    ], COMMENT_ROOM);
    return { body: markdown, cut };
}
/** A deploy or a destroy in the order in which it is read; `steps` is its table, folded or not. */
function deploySections(sheet, steps) {
    const { outcome } = sheet;
    return [
        size_budget_whole(0, `### ${deploy_comment_title(outcome)}`),
        failureSection(1, outcome, sheet),
        size_budget_whole(2, unfinished(outcome, sheet)),
        appliedSection(2, outcome.applied, sheet),
        size_budget_whole(2, facts(outcome, sheet)),
        packagesSection(3, outcome.packages),
        errorsSection(3, outcome.diagnostics, sheet),
        warningsSection(4, outcome.diagnostics, outcome.warnings, sheet),
        steps,
    ];
}
function deploy_comment_title({ operation, result, identity, steps }) {
    const name = headline_stackName(identity);
    // Everything that changes the stage is done: what failed came after it.
    const changing = steps.filter(({ effect }) => effect !== undefined);
    if (result === 'failed' && changing.length > 0 && changing.every(({ state }) => state === 'done')) {
        const failed = steps.find(({ state }) => state === 'failed');
        const after = failed === undefined ? 'the run failed after it' : `"${failed.title}" failed`;
        return `${operation === 'destroy' ? 'Destroyed' : 'Deployed'} ${name}, but ${after}`;
    }
    if (result === 'skipped')
        return `Deploying ${name} was skipped`;
    if (operation === 'destroy')
        return result === 'failed' ? `Destroying ${name} failed` : `Destroyed ${name}`;
    return result === 'failed' ? `Deploying ${name} failed` : `Deployed ${name}`;
}
/** What the state does not know a second run would make once more. */
function next(failure) {
    const unsaved = failure instanceof TerraformFailure && ['unsaved-state', 'killed'].includes(failure.kind);
    return unsaved
        ? 'Do not run it again before the state is complete: a second run makes again what the state does not know.'
        : 'A second run continues from here.';
}
/** The first question after a failure: what is live already, and what is not? */
function unfinished({ result, steps, applied, failure }, sheet) {
    if (result !== 'failed' || steps.length === 0)
        return '';
    const titles = (state) => steps
        .filter((step) => step.state === state && (state === 'failed' || step.effect !== undefined))
        .map((step) => sheet.prose(step.title));
    const live = steps.some(({ state, effect }) => state !== 'not-reached' && effect !== undefined);
    if (!live)
        return markdown_alert('NOTE', 'Nothing was changed: it stopped before the first step that changes anything.');
    const notReached = titles('not-reached');
    // A failed apply is live in part; a stale plan or a lock that was held is not.
    const part = applied !== undefined && applied.done.length > 0 && isUnfinished(applied);
    const done = [...(part ? [`${appliedPhrase(applied)} of the infrastructure`] : []), ...titles('done')];
    return markdown_alert('NOTE', [
        `Live: ${done.join(', ') || 'nothing of this run'}.  `,
        `Not finished: ${titles('failed').join(', ')}.  `,
        ...(notReached.length === 0 ? [] : [`Not begun: ${notReached.join(', ')}.  `]),
        next(failure),
    ].join('\n'));
}
function isUnfinished({ failed, notBegun }) {
    return failed.length + notBegun.length > 0;
}
function facts({ plan, review, site, steps, operation, result, applied }, sheet) {
    if (result === 'skipped')
        return '';
    const lines = [
        ...(plan === undefined
            ? []
            : [
                `- **Infrastructure**: ${infrastructure(plan.changes, steps.find(({ effect }) => effect === 'infrastructure'), applied)}`,
            ]),
        ...(review === undefined ? [] : [`- **Review**: ${sheet.ownProse(review.sentence)}`]),
        ...(site === undefined || operation === 'destroy' ? [] : siteFacts(site, sheet)),
    ];
    return lines.join('\n');
}
/** After a failed apply Terraform's state knows what was done; the counts are only what was planned. */
function infrastructure(changes, apply, applied) {
    if (changes.class === 'none')
        return 'no changes';
    if (apply?.state === 'done')
        return countsPhrase(changes, 'done');
    const planned = countsPhrase(changes);
    return apply?.state === 'failed'
        ? `${planned}; ${applied === undefined ? 'it stopped in the middle' : `${appliedPhrase(applied)} done`}`
        : `${planned}; not applied`;
}
function siteFacts(site, sheet) {
    const invalidations = site.invalidations.map(({ distribution, id }) => `${codeSpan(id)} of ${codeSpan(distribution)}`);
    const link = site.url !== undefined && /^https?:\/\/[^\s()<>]+$/.test(site.url) ? ` at <${site.url}>` : '';
    return [
        `- **Site**: ${counted(site.uploaded, 'file')} uploaded (${bytes(site.bytes)}), ${figure(site.deleted)} deleted`,
        ...(invalidations.length === 0
            ? []
            : [
                `- **Invalidated**: ${site.plan.invalidationPaths
                    .slice(0, 15)
                    .map((path) => sheet.code(path))
                    .join(', ')} (${invalidations.join(', ')})`,
            ]),
        `- **Release**: ${sheet.code(site.release)}${site.verified ? `, verified${link}` : link === '' ? '' : `, not verified${link}`}`,
    ];
}

;// CONCATENATED MODULE: ./lib/src/report/failure-issue.js










const failure_issue_SHOWN = 30;
/** The issue about a deploy or destroy that failed, and what is said on it when that changes or is over. */
function failureIssue(outcome, facts, options) {
    const { identity, operation, runUrl, failure } = outcome;
    const sheet = page(outcome, options, elsewhere(outcome));
    const what = failure?.parts.what ?? '';
    const { markdown } = compose([
        size_budget_whole(-2, failureMarker(identity, storyOf(outcome))),
        ...deploySections(sheet, foldedSteps(2, outcome, sheet)),
        size_budget_whole(1, failure_issue_next(outcome, facts)),
        size_budget_whole(-1, foot(outcome, options.redact)),
    ], COMMENT_ROOM);
    const doing = operation === 'destroy' ? 'Destroying' : 'Deploying';
    const said = `${doing} ${plainName(identity)} failed: ${what}`;
    return {
        marker: failureMarkerStart(identity),
        commentMarker: failureCommentMarker(identity, runUrl),
        label: 'failed-deploy',
        title: neutralise(sheet.redact(said)).slice(0, LONGEST_TITLE),
        body: markdown,
        changed: failure_issue_signed(`It now fails differently: ${sheet.prose(what)}. The text above is about the newest run.`, outcome),
        gone: failure_issue_signed(operation === 'destroy' ? 'The stack was destroyed.' : 'A later deploy succeeded: what is merged is live.', outcome),
        duplicate: (of) => failure_issue_signed(`#${of} says the same.`, outcome),
    };
}
/** Who waits, whose it is, and what starts the next attempt. */
function failure_issue_next({ operation, runUrl, pullRequest }, { waiting, owner, mentioned }) {
    const repository = repositoryUrl(runUrl);
    const merges = waiting.slice(-failure_issue_SHOWN).map((number) => `#${number}`);
    const more = waiting.length > failure_issue_SHOWN ? ` and ${waiting.length - failure_issue_SHOWN} older ones` : '';
    const revert = operation === 'deploy' && pullRequest !== undefined && repository !== undefined
        ? [
            `- Or undo it: "Revert" on [#${pullRequest}](${repository}/pull/${pullRequest}), then merge the new pull request.`,
        ]
        : [];
    return [
        ...(merges.length === 0 ? [] : [`**Merged and not live:** ${merges.join(', ')}${more}.`, '']),
        ...(owner !== undefined && mentioned ? [`@${owner}: GitHub does not let this issue be assigned to you.`, ''] : []),
        ...(owner === undefined ? ['No person merged this, so the issue has no assignee.', ''] : []),
        '**What to do**',
        '',
        `- If the cause has passed: "Re-run failed jobs" on [the run](${runUrl}). It continues from what is live.`,
        '- If a change is at fault: merge a pull request that corrects it. Its deploy includes everything that is waiting.',
        ...revert,
        '',
        'The next success closes this issue.',
    ].join('\n');
}
/** The same operation that fails at the same step with the same words. */
function storyOf({ operation, steps, failure }) {
    const step = steps.find(({ state }) => state === 'failed')?.id ?? '';
    return (0,external_node_crypto_.createHash)('sha256')
        .update(`${operation}\0${step}\0${failure?.parts.what ?? ''}`)
        .digest('hex');
}
function failure_issue_signed(sentence, outcome) {
    const { plan: _, ...without } = outcome;
    return `${sentence}\n\n${foot(without, (text) => text)}`;
}

;// CONCATENATED MODULE: ./lib/src/report/annotations.js



/** GitHub shows this many annotations of each kind for a step, and drops the others without a word. */
const LIMIT = 10;
/**
 * The diagnostics on their files. The error that fails the step and the run's own warnings are annotations too, so they
 * are counted in; of more than fit, the last one counts the rest.
 */
function annotations(outcome) {
    const taken = { error: outcome.failure === undefined ? 0 : 1, warning: outcome.warnings.length };
    const found = checks_and_warnings_unique(outcome.diagnostics);
    return ['error', 'warning'].flatMap((severity) => {
        const kind = found.filter((diagnostic) => diagnostic.severity === severity);
        const room = Math.max(1, LIMIT - taken[severity]);
        const shown = kind.slice(0, kind.length <= room ? room : room - 1);
        const rest = kind.length - shown.length;
        return [
            ...shown.map((diagnostic) => annotation(diagnostic, outcome.identity.directory)),
            ...(rest === 0 ? [] : [{ severity, message: `${counted(rest, `more ${severity}`)}: the job summary has them.` }]),
        ];
    });
}
/** Writes the annotations into the log, from where the runner takes them. */
function annotate(outcome, log, redact) {
    for (const { severity, message, at } of annotations(outcome))
        log[severity](redact(message), at);
}
function annotation({ severity, summary, detail, file, startLine, endLine }, directory) {
    const message = detail === '' ? summary : `${summary}: ${detail}`;
    if (file === undefined)
        return { severity, message };
    const path = repositoryPath(directory, file);
    // GitHub would look for it in the repository, and show nothing.
    if (path === undefined)
        return { severity, message: `${message} (${file}:${startLine ?? 1})` };
    return {
        severity,
        message,
        at: {
            file: path,
            startLine: startLine ?? 1,
            ...(endLine === undefined ? {} : { endLine }),
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/report/outputs.js

/** Every output, in the order of `action.yml`; a test holds the two together. */
const OUTPUTS = (/* unused pure expression or super */ null && ([
    'operation',
    'outcome',
    'plan-class',
    'add',
    'change',
    'destroy',
    'replace',
    'import',
    'move',
    'forget',
    'fingerprint',
    'comment-url',
    'drift',
    'issue-url',
    'release',
    'site-url',
    'files-uploaded',
    'files-deleted',
    'bytes-uploaded',
    'invalidation-id',
    'terraform-outputs',
    'apply-result',
]));
/**
 * The action's outputs, as far as this run knows them. An output that is not known is not set, so that a workflow
 * can tell `0` from "was not planned".
 */
function actionOutputs(outcome, redact = (text) => text) {
    const { operation, result, plan, drift, site, stackOutputs, applied } = outcome;
    const outputs = { operation, outcome: result };
    if (plan !== undefined) {
        const { counts } = plan.changes;
        outputs['plan-class'] = plan.changes.class;
        for (const name of ['add', 'change', 'destroy', 'replace', 'import', 'move', 'forget']) {
            outputs[name] = String(counts[name]);
        }
        outputs.fingerprint = plan.fingerprint;
    }
    if (drift !== undefined) {
        outputs.drift = String(drift.found);
        if (drift.issue !== undefined)
            outputs['issue-url'] = drift.issue.url;
    }
    if (outcome.failureIssue !== undefined)
        outputs['issue-url'] = outcome.failureIssue;
    if (site !== undefined) {
        outputs.release = site.release;
        outputs['site-url'] = redact(site.url ?? '');
        outputs['files-uploaded'] = String(site.uploaded);
        outputs['files-deleted'] = String(site.deleted);
        outputs['bytes-uploaded'] = String(site.bytes);
        outputs['invalidation-id'] = site.invalidations.map(({ id }) => id).join('\n');
    }
    if (stackOutputs !== undefined)
        outputs['terraform-outputs'] = exactJson(redacted(publicOutputs(stackOutputs), redact));
    if (applied !== undefined) {
        const { done, failed, notBegun } = applied;
        outputs['apply-result'] = JSON.stringify(redacted({ done, failed, 'not-begun': notBegun }, redact));
    }
    return outputs;
}
/** Outputs of a step can be read by every later step and are printed in debug logs: sensitive ones stay out. */
function publicOutputs(stackOutputs) {
    return Object.fromEntries(Object.entries(stackOutputs)
        .filter(([, { sensitive }]) => !sensitive)
        .map(([name, { value }]) => [name, value]));
}
/** The same value without secrets, in keys too: JSON stays JSON. */
function redacted(value, redact) {
    if (Array.isArray(value))
        return value.map((item) => redacted(item, redact));
    if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redacted(item, redact)]));
    }
    if (typeof value === 'string') {
        const shown = shownNumber(value);
        return redact(shown) === shown ? value : redact(shown);
    }
    const text = JSON.stringify(value);
    return typeof value === 'number' && redact(text) !== text ? redact(text) : value;
}

;// CONCATENATED MODULE: ./lib/src/report/summary.js








/** GitHub stores nothing of a summary above 1 MiB. */
const SUMMARY_ROOM = { characters: 1_000_000, bytes: 1_000_000 };
/** A line is read in full here, unless it is a file of its own. */
const summary_LONGEST_LINE = 100_000;
/** The job summary: the same report with room for the whole plan, and the steps. */
function jobSummary(outcome, options) {
    const sheet = page(outcome, options, 'it does not fit into a job summary either', summary_LONGEST_LINE);
    const sections = [...summarySections(outcome, sheet), size_budget_whole(-1, foot(outcome, options.redact))];
    return `${compose(sections, { ...SUMMARY_ROOM, bytes: SUMMARY_ROOM.bytes - 1 }).markdown}\n`;
}
function summarySections(outcome, sheet) {
    switch (outcome.operation) {
        case 'skipped':
            return [size_budget_whole(0, `### ${headline_stackName(outcome.identity)}`), size_budget_whole(0, sheet.prose(outcome.sentence))];
        case 'deploy':
        case 'destroy': {
            // What was done comes first; the plan that was applied follows, without a second headline.
            const [, ...plan] = outcome.plan === undefined ? [] : planSections({ ...sheet, outcome: withoutFailure(outcome) });
            return [
                ...deploySections(sheet, stepsSection(2, outcome, sheet)),
                size_budget_whole(3, plan.length === 0 ? '' : `**The plan**${asReviewed(outcome)}`),
                ...plan,
            ];
        }
        case 'drift':
            return [...driftSections(sheet), stepsSection(5, outcome, sheet)];
        default:
            return [...planSections(sheet), stepsSection(5, outcome, sheet)];
    }
}
/** Its diff is not made again where it is the one that was reviewed. */
function asReviewed({ plan, review, pullRequest }) {
    if (review?.verdict !== 'same' || plan === undefined || plan.text !== '' || plan.changes.class === 'none')
        return '';
    return pullRequest === undefined ? ', as it was reviewed' : `, as it was reviewed: its diff is on #${pullRequest}`;
}
function withoutFailure(outcome) {
    const { failure: _, ...rest } = outcome;
    return { ...rest, result: 'succeeded', diagnostics: [], warnings: [] };
}

;// CONCATENATED MODULE: ./lib/src/report/publish.js








const SHORTEST_IN_OUTPUTS = 8;
/**
 * Says what happened, everywhere it is looked for. Reporting never changes the result: a comment that cannot be
 * posted is a warning, and the job summary has the same content.
 */
async function publish(outcome, config, ports) {
    const redact = redactorOf(outcome, config, ports.secrets);
    const outputs = actionOutputs(outcome, outputRedactor(ports.secrets));
    annotate(outcome, ports.log, redact);
    for (const warning of outcome.warnings)
        ports.log.warning(redact(warning));
    const url = await comment(outcome, config, redact, ports);
    for (const [name, value] of Object.entries({ ...outputs, ...(!url ? {} : { 'comment-url': url }) })) {
        ports.results.output(name, value);
    }
    try {
        await ports.results.summary(jobSummary(outcome, { redact }));
    }
    catch (thrown) {
        ports.log.warning(`The job summary could not be written: ${redact((0,src_errors/* asError */.zR)(thrown).message)}`);
    }
}
/** Removes what this run knows to be secret from everything that is posted. */
function redactorOf({ plan }, config, known) {
    return redactor({
        secrets: [config.githubToken, ...known.values(plan !== undefined), ...(plan?.sensitiveValues ?? [])],
        patterns: config.redact,
    });
}
/** Later steps work with outputs: what was only guessed to be secret, and short words, stay in them. */
function outputRedactor(known) {
    const secrets = known.values(true).filter((secret) => secret.length >= SHORTEST_IN_OUTPUTS);
    return redactor({ secrets, patterns: [] });
}
async function comment(outcome, config, redact, ports) {
    const { pullRequest, operation, result } = outcome;
    // What was skipped would hide what an earlier run of this pull request has said.
    if (pullRequest === undefined || config.comment === 'never' || result === 'skipped')
        return undefined;
    try {
        if (operation === 'plan' && (await ports.pulls.headSha(pullRequest)) !== outcome.commit) {
            ports.log.info('The pull request was pushed to while this run was planning: its newer run writes the comment.');
            return undefined;
        }
        const [marker, { body }] = operation === 'plan'
            ? [commentMarker(outcome.identity), planComment(outcome, { redact })]
            : [deployMarker(outcome.identity), deployComment(outcome, { redact })];
        const quiet = config.comment === 'changes' && nothingChanges(outcome);
        const posted = await ports.comments.upsert(pullRequest, marker, body, {
            create: !quiet,
            former: formerMarker(marker),
        });
        if (posted === undefined)
            return undefined;
        ports.log.info(`${posted.created ? 'Commented' : 'Updated the comment'}: ${posted.url}`);
        return posted.url;
    }
    catch (thrown) {
        ports.log.warning(`The comment could not be posted; the job summary has it. ${redact((0,src_errors/* asError */.zR)(thrown).message)}`);
        return undefined;
    }
}
/** Nothing that a reviewer would have to look at: neither in the infrastructure nor on the site. */
function nothingChanges({ result, plan, sitePreview, site }) {
    if (result === 'failed')
        return false;
    const { counts } = site?.plan ?? (sitePreview !== undefined && 'plan' in sitePreview ? sitePreview.plan : {});
    const siteChanges = counts === undefined ? 0 : counts.new + counts.content + counts.headers + counts.deletions;
    return (plan === undefined || plan.changes.class === 'none') && siteChanges === 0;
}

;// CONCATENATED MODULE: ./lib/src/main.js





































/** The state that `main` leaves for `post`; the runner hands it over as `STATE_started`. */
const STARTED = 'started';
/** The whole run, and the only place that fails it. `post` runs the same file, after `main`, whatever happened. */
async function main() {
    try {
        takeTerraformEnvironment();
        await useProxyForFetch(process.env);
        if (core/* getState */.Gu(STARTED) !== '')
            return await post();
        core/* saveState */.LZ(STARTED, 'yes');
        const failure = await main_run();
        if (failure !== undefined)
            core/* setFailed */.C1(failure);
    }
    catch (thrown) {
        const error = (0,src_errors/* asError */.zR)(thrown);
        core/* setFailed */.C1(actionsSecrets.redact(error.message));
        if (!(error instanceof src_errors/* ActionError */.lZ))
            actionsLog.info(error.stack ?? '');
    }
}
/** @returns the failure's message, or nothing */
async function main_run() {
    // 1. What happened, and what this repository asks for. Everything wrong with the inputs is said at once.
    const parsed = await readEvent();
    actionsSecrets.add(core/* getInput */.V4('github-token'));
    registerSecrets(undefined);
    const config = readConfig(parsed);
    registerSecrets(config);
    // 2. What to do about it, before any credential is asked for.
    const selection = select_select(parsed.event, config.operation, parsed.repository);
    if (selection.operation === 'destroy')
        requireConfirmation(config, parsed.repository);
    const context = contextOf(parsed, config);
    actionsLog.info(`${selection.operation} of ${config.stage}, because ${selection.because}.`);
    try {
        return await operateAndReport(selection, context);
    }
    finally {
        // Before the next step of the job, which could read them.
        actionsRunFiles.removePlans();
    }
}
/** @returns the failure's message, or nothing */
async function operateAndReport(selection, context) {
    // 3. Do it. From here on failures are outcomes: what is live has to be reported.
    const gateways = await connect(context);
    const operated = await operate(selection, context, gateways);
    const redact = redactorOf(operated, context.config, actionsSecrets);
    const failureNotice = (of, facts) => failureIssue(of, facts, { redact });
    const issue = await keepFailureIssue(operated, context, { ...gateways, failureNotice });
    const outcome = issue === undefined ? operated : { ...operated, failureIssue: issue.url };
    // 4. Report it: outputs, job summary, comment, and one sentence.
    await publish(outcome, context.config, gateways);
    if (outcome.failure === undefined)
        actionsLog.info(`${outcome.sentence}.`);
    // An annotation is posted like everything else, so it is redacted like everything else.
    return outcome.failure && redactorOf(outcome, context.config, actionsSecrets)(outcome.failure.message);
}
async function operate(selection, context, gateways) {
    const { config } = context;
    const redactorFor = (of) => redactorOf(of, config, actionsSecrets);
    const redact = (text, plan) => redactorFor(plan === undefined ? {} : { plan })(text);
    switch (selection.operation) {
        case 'plan': {
            const page = (outcome) => checkRunPage(outcome, { redact: redactorFor(outcome) }).summary;
            const ports = { ...gateways, page };
            return selection.offline
                ? await offlinePlanOperation(context, ports, selection.because)
                : await planOperation(context, ports);
        }
        case 'deploy':
            return await deployOperation(context, { ...gateways, redact });
        case 'destroy':
            return await destroyOperation(context, { ...gateways, redact });
        case 'drift': {
            const notice = (outcome) => driftNotice(outcome, { redact: redactorFor(outcome) });
            return await driftOperation(context, { ...gateways, notice });
        }
        case 'skipped':
            return skippedOutcome(context, selection.because);
    }
}
/**
 * The workflow's secret becomes what the step's own `env` would have been. GitHub masks its lines, and not their values.
 */
function takeTerraformEnvironment() {
    const text = process.env[TERRAFORM_ENVIRONMENT] ?? '';
    delete process.env[TERRAFORM_ENVIRONMENT];
    for (const [name, value] of parseTerraformEnvironment(text)) {
        process.env[name] = value;
        // Shorter ones, such as "true", would mask half of what is said.
        if (value.length >= 4)
            actionsSecrets.add(value);
    }
}
/** Before anything is asked of the world, so that the log's mask is there before the first line with a secret. */
function registerSecrets(config) {
    const { variables = new Map(), backendConfig = [], varFiles = [] } = config?.infrastructure ?? {};
    const files = [...varFiles, ...backendConfig.filter((setting) => !setting.includes('='))];
    const sources = {
        environment: process.env,
        variables,
        settings: [...backendConfig, ...files.map((file) => text_of_textOf((0,external_node_path_.join)(workspace(), file)))],
        stage: config?.stage ?? core/* getInput */.V4('stage'),
    };
    for (const secret of namedSecrets(sources))
        actionsSecrets.add(secret);
    for (const value of unplannedSecrets(sources))
        actionsSecrets.addUnplanned(value);
    actionsSecrets.usePatterns(config?.redact ?? []);
}
async function readEvent() {
    const path = process.env.GITHUB_EVENT_PATH;
    const payload = path ? JSON.parse(await (0,promises_.readFile)(path, 'utf8')) : {};
    return parseEvent(process.env.GITHUB_EVENT_NAME ?? '', payload, process.env);
}
function readConfig({ event, repository }) {
    const offline = event.kind === 'pull-request' && event.trust !== 'same-repository';
    const result = parseConfig((name) => core/* getInput */.V4(name), { offline });
    if ('problems' in result)
        throw inputError(result.problems);
    const { operation } = select_select(event, result.config.operation, repository);
    if (operation === 'skipped')
        return result.config;
    // A destroy needs nothing built, and drift is looked for in the infrastructure alone, which knows the packages.
    const needs = { site: operation !== 'destroy' && operation !== 'drift', packages: operation !== 'destroy' };
    const problems = pathProblems(result.config, pathKind(workspace()), needs);
    if (problems.length > 0)
        throw inputError(problems);
    return result.config;
}
function contextOf({ event, repository, run: current }, config) {
    const cancelled = new AbortController();
    // The runner sends SIGINT, then SIGTERM after 7.5 s. Either ends the run in order; neither is passed on twice.
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => cancelled.abort());
    return {
        event,
        repository,
        run: current,
        config,
        identity: identityOf(config, (path) => text_of_textOf((0,external_node_path_.join)(workspace(), path))),
        workspace: workspace(),
        now: new Date(),
        signal: cancelled.signal,
    };
}
function workspace() {
    return process.env.GITHUB_WORKSPACE ?? process.cwd();
}
/** After `main`, also after a cancel: what a run that was cut off has left is put in order. */
async function post() {
    try {
        await putInOrder();
    }
    finally {
        actionsRunFiles.removeAll();
    }
}
async function putInOrder() {
    const started = actionsOpenDeployment.read();
    const running = actionsRunState.read();
    if (started === undefined && running === undefined)
        return actionsLog.info('Nothing is left to do.');
    if (started !== undefined)
        await endDeployment(started);
    if (running === undefined)
        return;
    const left = connectLeftBehind(running, await main_rescueEnvironment(), actionsLog);
    await rescue(running, { left, log: actionsLog, mark: markUnsaved, wait: (seconds) => (0,external_node_timers_promises_.setTimeout)(seconds * 1000) });
}
async function markUnsaved(made) {
    const { repository, run } = await readEvent();
    const result = parseConfig((name) => core/* getInput */.V4(name), { offline: false });
    if ('problems' in result)
        throw inputError(result.problems);
    const identity = identityOf(result.config, (path) => text_of_textOf((0,external_node_path_.join)(workspace(), path)));
    const posted = made.filter(({ id }) => id === undefined || actionsSecrets.redact(id.value) === id.value);
    const named = [...posted, ...made.filter((one) => !posted.includes(one)).map(({ address }) => ({ address }))];
    const mark = { task: deployTask(identity), stage: identity.stage, sha: run.sha, runUrl: run.url, made: named };
    await gitHubAfterwards(repository, core/* getInput */.V4('github-token')).markUnsaved(mark);
}
/** As the run signed in: what saves its state now needs the same role and region. Terraform says what is refused. */
async function main_rescueEnvironment() {
    const passEnvironment = core/* getMultilineInput */.q3('pass-environment');
    const environment = terraformEnvironment(process.env, { passEnvironment });
    const result = parseConfig((name) => core/* getInput */.V4(name), { offline: false });
    if ('problems' in result)
        return environment;
    registerSecrets(result.config);
    const run = { folder: actionsRunFiles.folder, say: actionsLog.info };
    return await connectAws(result.config.aws, process.env, actionsSecrets.add, run).environment(environment);
}
/** A deployment that stays open is ended by the next one that succeeds. */
async function endDeployment(started) {
    try {
        const { repository } = await readEvent();
        await endCutOff(started, gitHubAfterwards(repository, core/* getInput */.V4('github-token')));
        actionsLog.info(`Ended the GitHub deployment ${started.id}, which this run had begun`);
    }
    catch (thrown) {
        actionsLog.warning(`The GitHub deployment ${started.id} could not be ended: ${(0,src_errors/* asError */.zR)(thrown).message}`);
    }
}


/***/ }),

/***/ 6446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lF: () => (/* binding */ isVersion),
/* harmony export */   ot: () => (/* binding */ parseVersion),
/* harmony export */   p8: () => (/* binding */ OLDEST_VERSION)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5071);
/* harmony import */ var _stream_machine_output_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4077);



/**
 * The oldest that works. 1.5 brought `check` and `import` blocks into the plan's JSON and is the last one under the
 * MPL; OpenTofu began at 1.6. Both words of a version are asked with the same command.
 */
const OLDEST_VERSION = '1.5.0';
/** Reads `version -json` of `terraform` or `tofu` (which answers with Terraform's field). Throws below 1.5. */
function parseVersion(text, binary) {
    const fields = { ...(0,_stream_machine_output_js__WEBPACK_IMPORTED_MODULE_2__/* .machineOutput */ .j)(text, isVersion)?.value };
    const version = semver__WEBPACK_IMPORTED_MODULE_0__.valid(String(fields.terraform_version ?? fields.tofu_version ?? ''));
    if (version === null) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ({
            what: `${binary} does not say its version`,
            found: text.trim() === '' ? 'an empty answer to `version -json`' : text.trim().slice(0, 200),
            expected: 'the JSON of Terraform or OpenTofu',
            wayOut: 'Point "terraform-binary" at terraform or tofu itself',
        });
    }
    // A pre-release of a newer version counts as that version.
    if (semver__WEBPACK_IMPORTED_MODULE_0__.lt(semver__WEBPACK_IMPORTED_MODULE_0__.coerce(version) ?? version, OLDEST_VERSION)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ({
            what: `${binary} is too old`,
            found: version,
            expected: `${OLDEST_VERSION} or newer`,
            wayOut: 'Name a newer one in "terraform-version", such as 1.11.4: this action downloads it',
        });
    }
    return { version, platform: String(fields.platform ?? '') };
}
/** Whether this is what `version -json` prints. */
function isVersion(value) {
    return typeof value === 'object' && value !== null && ('terraform_version' in value || 'tofu_version' in value);
}


/***/ }),

/***/ 4077:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ machineOutput)
/* harmony export */ });
/** More places than this that look like an object and are none: not the output of one command. */
const MOST_TRIES = 100;
const OPENED = /\{\s*["}]/g;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
/** Nothing else stands outside of strings. */
const BARE = /[\s{}[\]:,0-9.+\-truefalsnE]/;
/**
 * Finds the one object that was asked for, wherever it stands. Values at the start of a line count first; several that
 * are `wanted` are none, and so is what broke off: a part of a value must never be taken for the whole.
 */
function machineOutput(text, wanted) {
    const whole = parsed(text);
    if (whole !== undefined)
        return wanted(whole) ? { json: text, value: whole, around: '' } : undefined;
    const found = [];
    let tries = 0;
    OPENED.lastIndex = 0;
    for (let match = OPENED.exec(text); match !== null && tries < MOST_TRIES; match = OPENED.exec(text), tries++) {
        const start = match.index;
        const first = startsLine(text, start);
        const end = endOf(text, start);
        const value = end === undefined ? undefined : parsed(text.slice(start, end));
        if (end === undefined || value === undefined) {
            if (first)
                return undefined;
            continue;
        }
        if (wanted(value))
            found.push({ start, end, first, value });
        OPENED.lastIndex = end;
    }
    const leading = found.filter(({ first }) => first);
    const [only, ...others] = leading.length > 0 ? leading : found;
    if (only === undefined || others.length > 0)
        return undefined;
    return {
        json: text.slice(only.start, only.end),
        value: only.value,
        around: `${text.slice(0, only.start)}\n${text.slice(only.end)}`.trim(),
    };
}
/** Behind colours, which have no width. */
function startsLine(text, at) {
    const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 64), at);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI sequences begin with one
    return line.replace(/\u001b\[[0-9;]*m|\ufeff|\r/g, '') === '';
}
/** Behind the bracket that closes the one at `start`; strings are skipped. */
function endOf(text, start) {
    let depth = 0;
    for (let at = start; at < text.length; at++) {
        const character = text[at] ?? '';
        if (character === '"') {
            QUOTED.lastIndex = at;
            if (!QUOTED.test(text))
                return undefined;
            at = QUOTED.lastIndex - 1;
        }
        else if (!BARE.test(character))
            return undefined;
        else if (character === '{' || character === '[')
            depth++;
        else if (character === '}' || character === ']') {
            depth--;
            if (depth === 0)
                return at + 1;
        }
    }
    return undefined;
}
function parsed(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 499:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ meets),
/* harmony export */   FJ: () => (/* binding */ parseConstraint),
/* harmony export */   VB: () => (/* binding */ parseWanted),
/* harmony export */   y: () => (/* binding */ exactVersion)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);

const OPERATORS = (/* unused pure expression or super */ null && (['=', '!=', '>', '>=', '<', '<=', '~>']));
const CONDITION = /^(=|!=|>=|<=|>|<|~>)?\s*v?(\d{1,9}(?:\.\d{1,9}){0,2})(-[0-9A-Za-z.-]+)?$/;
/** `1.11`, `1.11.x`, `1.*`: what people write for the newest of a line. */
const LINE = /^v?(\d{1,9}(?:\.\d{1,9})?)(?:\.[x*]){0,2}$/i;
/**
 * Terraform's own language of version constraints, which OpenTofu shares
 * (https://developer.hashicorp.com/terraform/language/expressions/version-constraints). `undefined`: it is none.
 */
function parseConstraint(text) {
    const conditions = [];
    for (const part of text.split(',')) {
        const [, operator = '=', numbers = '', prerelease = ''] = CONDITION.exec(part.trim()) ?? [];
        const version = semver__WEBPACK_IMPORTED_MODULE_0__.valid(`${padded(numbers)}${prerelease}`);
        if (numbers === '' || version === null)
            return undefined;
        conditions.push({ operator: operator, numbers: numbers.split('.').map(Number), version });
    }
    return conditions;
}
/** An input or a version file: a constraint, or `1.11` and `1.11.x`, the newest release of that line. */
function parseWanted(text) {
    const line = LINE.exec(text.trim())?.[1];
    if (line === undefined)
        return parseConstraint(text);
    // `~> 1.0` is below 2, `~> 1.11.0` below 1.12.
    return parseConstraint(`~> ${line}.0`);
}
/** The one version that it names; `undefined` where it leaves a choice. */
function exactVersion(constraint) {
    const [only, ...others] = constraint;
    return only?.operator === '=' && others.length === 0 ? only.version : undefined;
}
/** A pre-release meets only what names it. */
function meets(version, constraint) {
    return constraint.every((condition) => meetsOne(version, condition));
}
function meetsOne(version, { operator, numbers, version: bound }) {
    if (operator === '=')
        return semver__WEBPACK_IMPORTED_MODULE_0__.eq(version, bound);
    if (operator === '!=')
        return !semver__WEBPACK_IMPORTED_MODULE_0__.eq(version, bound);
    if (semver__WEBPACK_IMPORTED_MODULE_0__.prerelease(version) !== null && String(semver__WEBPACK_IMPORTED_MODULE_0__.coerce(version)) !== String(semver__WEBPACK_IMPORTED_MODULE_0__.coerce(bound)))
        return false;
    switch (operator) {
        case '>':
            return semver__WEBPACK_IMPORTED_MODULE_0__.gt(version, bound);
        case '>=':
            return semver__WEBPACK_IMPORTED_MODULE_0__.gte(version, bound);
        case '<':
            return semver__WEBPACK_IMPORTED_MODULE_0__.lt(version, bound);
        case '<=':
            return semver__WEBPACK_IMPORTED_MODULE_0__.lte(version, bound);
        case '~>': {
            const parts = [semver__WEBPACK_IMPORTED_MODULE_0__.major(version), semver__WEBPACK_IMPORTED_MODULE_0__.minor(version), semver__WEBPACK_IMPORTED_MODULE_0__.patch(version)];
            // The last number that is written may grow: `~> 1.2` is below 2, `~> 1.2.3` below 1.3.
            return semver__WEBPACK_IMPORTED_MODULE_0__.gte(version, bound) && numbers.slice(0, -1).every((number, at) => parts[at] === number);
        }
    }
}
function padded(numbers) {
    return [...numbers.split('.'), '0', '0'].slice(0, 3).map(Number).join('.');
}


/***/ })

};
