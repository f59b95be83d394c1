import { createHash } from 'node:crypto';

/** The sample that tests and the demo deploy: a small stack of Terraform's built-in provider and a built front end. */
export interface ShopOptions {
  readonly bucket: string;
  readonly distribution: string;
  readonly url: string;
  /** The value of the one setting that pull requests change. */
  readonly size?: number;
  /** Further Terraform, appended to main.tf. */
  readonly terraform?: string;
}

export function shopInfrastructure(options: ShopOptions): Record<string, string> {
  return {
    'infra/main.tf': `terraform {
  required_version = ">= 1.10"

  backend "s3" {
    use_lockfile = true
  }
}

variable "stage" {
  description = "The stage being deployed."
  type        = string
}

resource "terraform_data" "database" {
  input = {
    stage = var.stage
    size  = ${options.size ?? 1}
  }
}

resource "terraform_data" "queue" {
  input            = "orders-\${var.stage}"
  triggers_replace = ["v1"]
}

output "site_bucket" {
  description = "The bucket that holds the site."
  value       = "${options.bucket}"
}

output "distribution_id" {
  description = "The distribution in front of it."
  value       = "${options.distribution}"
}

output "site_url" {
  description = "The address that visitors use."
  value       = "${options.url}"
}
${options.terraform ?? ''}`,
  };
}

/** A built front end: hash-named assets, pages that name them, and a few other files. */
export function shopSite(options: {
  readonly headline: string;
  readonly script?: string;
  readonly pages?: number;
}): Record<string, string> {
  const script = options.script ?? `document.documentElement.dataset.ready = 'yes';\n`;
  const style = 'body { font-family: system-ui; margin: 2rem; }\n';
  const scriptName = hashed('app', script, 'js');
  const styleName = hashed('style', style, 'css');
  const page = (title: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <link rel="stylesheet" href="/assets/${styleName}">
    <script type="module" src="/assets/${scriptName}"></script>
  </head>
  <body><h1>${title}</h1></body>
</html>
`;
  const files: Record<string, string> = {
    'site/dist/index.html': page(options.headline),
    'site/dist/about/index.html': page('About the shop'),
    'site/dist/robots.txt': 'User-agent: *\nAllow: /\n',
    [`site/dist/assets/${scriptName}`]: script,
    [`site/dist/assets/${styleName}`]: style,
  };
  for (let number = 1; number <= (options.pages ?? 0); number++) {
    files[`site/dist/articles/${number}/index.html`] = page(`Article ${number}`);
  }
  return files;
}

/** A name as bundlers write it. The hash starts with a letter and a digit, as the rule for immutable names asks. */
function hashed(name: string, content: string, extension: string): string {
  return `${name}.a1${createHash('sha256').update(content).digest('hex').slice(0, 8)}.${extension}`;
}
