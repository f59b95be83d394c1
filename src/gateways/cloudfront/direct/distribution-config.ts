import type { TellingConfig } from '../traits.js';
import { childOf, readXml, textOf, type Xml } from './xml.js';

/** What decides about addresses in the answer to `GetDistributionConfig`; `undefined` where it was not read as a whole. */
export function readDistributionConfig(document: string): TellingConfig | undefined {
  const root = readXml(document, 'DistributionConfig');
  const byDefault = behaviorOf(childOf(root, 'DefaultCacheBehavior'));
  const origins = itemsOf(root, 'Origins');
  const behaviors = itemsOf(root, 'CacheBehaviors')?.map(behaviorOf);
  const pages = itemsOf(root, 'CustomErrorResponses');
  if (byDefault === undefined || origins === undefined || behaviors === undefined || pages === undefined)
    return undefined;
  const known = behaviors.flatMap((behavior) => behavior ?? []);
  if (known.length < behaviors.length) return undefined;
  return {
    Origins: { Items: origins.map((origin) => texts(origin, ['Id', 'DomainName', 'OriginPath'])) },
    DefaultCacheBehavior: byDefault,
    CacheBehaviors: { Items: known },
    CustomErrorResponses: { Items: pages.map((page) => texts(page, ['ResponsePagePath'])) },
  };
}

function behaviorOf(behavior: Xml | undefined): TellingConfig['DefaultCacheBehavior'] {
  const functions = itemsOf(behavior, 'FunctionAssociations');
  const lambdas = itemsOf(behavior, 'LambdaFunctionAssociations');
  if (textOf(behavior, 'TargetOriginId') === undefined || functions === undefined || lambdas === undefined)
    return undefined;
  const forwarded = childOf(behavior, 'ForwardedValues');
  return {
    ...texts(behavior, ['TargetOriginId', 'CachePolicyId']),
    ForwardedValues: forwarded && { QueryString: textOf(forwarded, 'QueryString') !== 'false' },
    FunctionAssociations: { Items: functions.map((each) => texts(each, ['EventType'])) },
    LambdaFunctionAssociations: { Items: lambdas.map((each) => texts(each, ['EventType'])) },
  };
}

/** A list without its count, or with another than it has, was not sent or not read as a whole. */
function itemsOf(element: Xml | undefined, name: string): readonly Xml[] | undefined {
  const list = childOf(element, name);
  const items = childOf(list, 'Items')?.children.map(([, item]) => item) ?? [];
  return textOf(list, 'Quantity') === String(items.length) ? items : undefined;
}

function texts<Name extends string>(
  element: Xml | undefined,
  names: readonly Name[],
): Readonly<Record<Name, string | undefined>> {
  return Object.fromEntries(names.map((name) => [name, textOf(element, name)])) as Record<Name, string | undefined>;
}
