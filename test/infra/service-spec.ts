/**
 * Compares a template with AWS's own description of every resource type (the package @aws-cdk/aws-service-spec): names,
 * required properties, types, allowed values, and the attributes that references read.
 */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Resources } from './dependencies.ts';

const database = loadAwsServiceSpecSync();

type Described = NonNullable<ReturnType<typeof describedType>>;
type Properties = Described['properties'];
type PropertyType = Properties[string]['type'];

/** Types that AWS does not describe, with the reason why none of their properties is checked. */
export const notDescribed: Readonly<Record<string, string>> = {
  'Custom::S3BucketNotifications': "A custom resource: its properties are those of CDK's own function.",
  'Custom::FirstAccessCode': 'A custom resource of our own (infra/first-access-code.ts); it has no properties.',
};

/** The attributes of a resource beside its properties (AWS CloudFormation template reference, "Resource attributes"). */
const resourceKeys = [
  ...['Type', 'Properties', 'Metadata', 'DependsOn', 'Condition'],
  ...['CreationPolicy', 'UpdatePolicy', 'DeletionPolicy', 'UpdateReplacePolicy'],
];

const policies: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
};

/** Returns one sentence for each place where a resource is not as AWS describes it. */
export function findDeviations(resources: Resources): readonly string[] {
  return Object.entries(resources).flatMap(([id, resource]) => [
    ...Object.keys(resource)
      .filter((key) => !resourceKeys.includes(key))
      .map((key) => `${id} has an attribute ${key}, which no resource has`),
    ...Object.entries(policies)
      .filter(([key, allowed]) => key in resource && !allowed.includes(String(resource[key])))
      .map(([key]) => `${id}.${key} is ${resource[key]}`),
    ...ofProperties(id, String(resource.Type), resource.Properties ?? {}),
    ...readAttributes(resource).flatMap((attribute) => ofAttribute(id, attribute, resources)),
  ]);
}

const describedType = (type: string) => database.lookup('resource', 'cloudFormationType', 'equals', type).at(0);

function ofProperties(id: string, type: string, properties: unknown): readonly string[] {
  if (type in notDescribed) return [];
  const described = describedType(type);
  if (!described) return [`${id} is of the type ${type}, which AWS does not describe`];
  return ofObject(id, properties, described.properties);
}

function ofObject(at: string, value: unknown, properties: Properties): readonly string[] {
  if (!isObject(value)) return [`${at} must be an object`];
  const missing = Object.entries(properties).filter(([name, { required }]) => required && isAbsent(value[name]));
  return [
    ...missing.map(([name]) => `${at} must have ${name}`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const property = properties[name];
      if (!property) return [`${at} has a property ${name}, which AWS does not describe`];
      return ofEither(`${at}.${name}`, inner, [property.type, ...(property.previousTypes ?? [])]);
    }),
  ];
}

/** Returns the deviations from the first type, unless the value is of one of the types. */
function ofEither(at: string, value: unknown, types: readonly PropertyType[]): readonly string[] {
  const each = types.map((type) => ofType(at, value, type));
  return each.some((deviations) => deviations.length === 0) ? [] : each[0];
}

function ofType(at: string, value: unknown, type: PropertyType): readonly string[] {
  // The values of functions are known at the deployment only.
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'union':
      return ofEither(at, value, type.types);
    case 'array':
      if (!Array.isArray(value)) return [`${at} must be a list`];
      return value.flatMap((inner, index) => ofType(`${at}[${index}]`, inner, type.element));
    case 'map':
      if (!isObject(value)) return [`${at} must be an object`];
      return Object.entries(value).flatMap(([key, inner]) => ofType(`${at}.${key}`, inner, type.element));
    case 'ref':
      return ofObject(at, value, database.get('typeDefinition', type.reference).properties);
    case 'tag':
      return isObject(value) && typeof value.Key === 'string' && 'Value' in value ? [] : [`${at} must be a tag`];
    case 'json':
      return isObject(value) || Array.isArray(value) ? [] : [`${at} must be JSON`];
    default:
      return ofPrimitive(at, value, type);
  }
}

const javascriptTypes: Readonly<Record<string, string>> = {
  string: 'string',
  'date-time': 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};

function ofPrimitive(at: string, value: unknown, type: PropertyType): readonly string[] {
  const isOfType = typeof value === javascriptTypes[type.type];
  if (!isOfType || (type.type === 'integer' && !Number.isInteger(value))) {
    return [`${at} must be of the type ${type.type}; it is ${JSON.stringify(value)}`];
  }
  const allowed: readonly unknown[] | undefined = 'allowedValues' in type ? type.allowedValues : undefined;
  if (!allowed || allowed.includes(value)) return [];
  return [`${at} must be one of ${allowed.join(', ')}; it is ${JSON.stringify(value)}`];
}

interface AttributeRead {
  readonly of: string;
  readonly attribute: string;
}

function readAttributes(value: unknown): readonly AttributeRead[] {
  if (Array.isArray(value)) return value.flatMap(readAttributes);
  if (!isObject(value)) return [];
  const read = value['Fn::GetAtt'];
  if (!Array.isArray(read)) return Object.values(value).flatMap(readAttributes);
  return [{ of: String(read[0]), attribute: String(read[1]) }];
}

function ofAttribute(id: string, { of, attribute }: AttributeRead, resources: Resources): readonly string[] {
  const target = resources[of];
  if (!target) return [`${id} reads ${attribute} of ${of}, which is not in the template`];
  const attributes = describedType(String(target.Type))?.attributes;
  return !attributes || attribute in attributes ? [] : [`${id} reads ${of}.${attribute}, which AWS does not describe`];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isIntrinsic(value: unknown): boolean {
  const [name, ...others] = isObject(value) ? Object.keys(value) : [];
  return name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}

const isAbsent = (value: unknown) => value === undefined || (isObject(value) && value.Ref === 'AWS::NoValue');
