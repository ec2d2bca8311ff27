/** A few choices side by side. They are radio buttons, so that the arrow keys move between them. */
import { useId } from 'preact/hooks';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly choices: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

export function Segments<T extends string>({ label, name, value, choices, onChange }: SegmentsProps<T>) {
  const id = useId();
  return (
    <fieldset class="segments">
      <legend>{label}</legend>
      <div class="segments-row">
        {choices.map(([choice, text]) => (
          <label key={choice}>
            <input
              class="visually-hidden"
              type="radio"
              name={`${name}-${id}`}
              checked={choice === value}
              onChange={() => onChange(choice)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
