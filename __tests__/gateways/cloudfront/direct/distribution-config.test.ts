import { expect, test } from '@jest/globals';
import { readDistributionConfig } from '../../../../src/gateways/cloudfront/direct/distribution-config.js';

/** As the API reference of CloudFront shows it, with what this action does not read left in. */
const DOCUMENT = `<?xml version="1.0"?>
<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><CallerReference>one</CallerReference>
  <Aliases><Quantity>1</Quantity><Items><CNAME>shop.test</CNAME></Items></Aliases>
  <Origins><Quantity>2</Quantity><Items>
    <Origin><Id>site</Id><DomainName>shop.s3.amazonaws.com</DomainName><OriginPath>/a&amp;b</OriginPath>
      <CustomHeaders><Quantity>0</Quantity></CustomHeaders></Origin>
    <Origin><Id>api</Id><DomainName>api.test</DomainName><OriginPath/></Origin>
  </Items></Origins>
  <OriginGroups><Quantity>0</Quantity></OriginGroups>
  <DefaultCacheBehavior><TargetOriginId>site</TargetOriginId>
    <LambdaFunctionAssociations><Quantity>0</Quantity></LambdaFunctionAssociations>
    <FunctionAssociations><Quantity>1</Quantity><Items><FunctionAssociation>
      <FunctionARN>arn</FunctionARN><EventType>viewer-request</EventType></FunctionAssociation></Items></FunctionAssociations>
    <CachePolicyId>658327ea</CachePolicyId></DefaultCacheBehavior>
  <CacheBehaviors><Quantity>1</Quantity><Items><CacheBehavior><PathPattern>/api/*</PathPattern>
    <TargetOriginId>api</TargetOriginId>
    <ForwardedValues><QueryString>true</QueryString><Cookies><Forward>none</Forward></Cookies></ForwardedValues>
    <LambdaFunctionAssociations><Quantity>0</Quantity></LambdaFunctionAssociations>
    <FunctionAssociations><Quantity>0</Quantity></FunctionAssociations></CacheBehavior></Items></CacheBehaviors>
  <CustomErrorResponses><Quantity>1</Quantity><Items><CustomErrorResponse><ErrorCode>404</ErrorCode>
    <ResponsePagePath>/404.html</ResponsePagePath></CustomErrorResponse></Items></CustomErrorResponses>
  <Comment></Comment></DistributionConfig>
`;

test('a configuration is read with its lists, behaviors and error pages', () => {
  expect(readDistributionConfig(DOCUMENT)).toEqual({
    Origins: {
      Items: [
        { Id: 'site', DomainName: 'shop.s3.amazonaws.com', OriginPath: '/a&b' },
        { Id: 'api', DomainName: 'api.test', OriginPath: '' },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'site',
      CachePolicyId: '658327ea',
      ForwardedValues: undefined,
      FunctionAssociations: { Items: [{ EventType: 'viewer-request' }] },
      LambdaFunctionAssociations: { Items: [] },
    },
    CacheBehaviors: {
      Items: [
        {
          TargetOriginId: 'api',
          CachePolicyId: undefined,
          ForwardedValues: { QueryString: true },
          FunctionAssociations: { Items: [] },
          LambdaFunctionAssociations: { Items: [] },
        },
      ],
    },
    CustomErrorResponses: { Items: [{ ResponsePagePath: '/404.html' }] },
  });
});

test('a configuration that breaks off anywhere is not read', () => {
  const end = DOCUMENT.trimEnd().length;
  for (let length = 0; length < end; length++) {
    expect([length, readDistributionConfig(DOCUMENT.slice(0, length))]).toEqual([length, undefined]);
  }
});

test.each([
  ['a list has another count', '<Origins><Quantity>2', '<Origins><Quantity>3'],
  ['a list has no count', '<CacheBehaviors><Quantity>1</Quantity>', '<CacheBehaviors>'],
  ['a list is missing', '<FunctionAssociations><Quantity>0</Quantity></FunctionAssociations>', ''],
  ['an entity is not known', '&amp;', '&copy;'],
  ['an entity is called like a method', '&amp;', '&constructor;'],
  ['an element is closed by another', '</ErrorCode>', '</Code>'],
  ['words stand between elements', '<Comment>', 'words<Comment>'],
  ['something follows', '</DistributionConfig>', '</DistributionConfig><More/>'],
  ['a comment is in it', '<Comment>', '<!-- --><Comment>'],
])('a configuration is not read where %s', (_what, find, replacement) => {
  expect(DOCUMENT).toContain(find);
  expect(readDistributionConfig(DOCUMENT.replace(find, replacement))).toBeUndefined();
});
