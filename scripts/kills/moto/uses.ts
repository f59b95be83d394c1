import { shopInfrastructure } from '../../../local/sample-shop.js';
import {
  always,
  DESTROY,
  deploying,
  FIRST_DEPLOY,
  type Scenario,
  SECOND,
  signingIn,
  siteChanged,
  through,
} from '../../faults/scenarios.js';

/**
 * Resources that a second apply can make a second time: each gets a name that nobody has had. Another generation replaces the
 * log group before the old one is destroyed, and the topic after that.
 */
export function stack(generation: string): string {
  return `
variable "pw" {
  type      = string
  sensitive = true
}
provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
resource "aws_sns_topic" "events" {
  name_prefix  = "events-${generation}-"
  display_name = var.pw
}
resource "aws_cloudwatch_log_group" "audit" {
  name_prefix = "audit-${generation}-"
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_secretsmanager_secret" "key" {
  name_prefix             = "key-"
  description             = aws_sns_topic.events.name
  recovery_window_in_days = 0
}
`;
}

const SECOND_DEPLOY: Scenario = {
  lanes: [],
  live: SECOND,
  async prepare(rehearsal) {
    await through(deploying(rehearsal, {}, always));
    await siteChanged(rehearsal, shopInfrastructure({ ...rehearsal.shop, terraform: stack('two') }));
  },
  start: async (rehearsal, request) => await deploying(rehearsal, request, always),
};

export const MOTO_USES: Readonly<Record<string, Scenario>> = {
  'first deploy': FIRST_DEPLOY,
  'first deploy, with a role': signingIn(FIRST_DEPLOY),
  'second deploy': SECOND_DEPLOY,
  'second deploy, with a role': signingIn(SECOND_DEPLOY),
  destroy: DESTROY,
  'destroy, with a role': signingIn(DESTROY),
};
