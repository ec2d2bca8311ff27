/**
 * Builds the graph of dependencies of a template, as CloudFormation counts them. `Template.fromStack` looks for circles too, but leaves out the update
 * policies, through which an alias waits for its deployment group (aws/aws-cdk issue 2231).
 */

/** The resources of a template, in the form that CloudFormation gets. */
export type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The parts of a resource whose references make it wait; a reference in Metadata does not. */
const waitingParts = ['Properties', 'UpdatePolicy', 'CreationPolicy'] as const;

/** One circle, as logical ids from the first that is met back to itself, or undefined when there is none. */
export function findCircle(resources: Resources): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of dependenciesOf(id, resources)) {
      const circle = visit(next, [...path, id]);
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of Object.keys(resources)) {
    const circle = visit(id, []);
    if (circle) return circle;
  }
  return undefined;
}

/** Logical ids that a resource names; parameters and pseudo parameters are no resources. */
export function dependenciesOf(id: string, resources: Resources): readonly string[] {
  const { DependsOn = [], ...parts } = resources[id];
  const named = [...[DependsOn].flat().map(String), ...waitingParts.flatMap((part) => namesIn(parts[part]))];
  return [...new Set(named)].filter((name) => Object.hasOwn(resources, name));
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...namesOf(key, inner), ...namesIn(inner)]);
}

/** Returns the resources that one intrinsic function names. The caller searches its arguments. */
function namesOf(key: string, argument: unknown): readonly string[] {
  const [first] = [argument].flat();
  if (typeof first !== 'string') return [];
  if (key === 'Ref') return [first];
  // As [id, attribute] or, in templates written by hand, as `id.attribute`.
  if (key === 'Fn::GetAtt') return [first.split('.')[0]];
  if (key !== 'Fn::Sub') return [];
  // `${!x}` stands for the text `${x}`; names that the second argument explains are no resources.
  const explained = Array.isArray(argument) ? Object.keys(argument[1] ?? {}) : [];
  const names = [...first.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name.trim());
  return names.filter((name) => !explained.includes(name)).map((name) => name.split('.')[0]);
}
