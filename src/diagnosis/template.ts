/** A text with places for values, taken apart. */
interface Template {
  /** What stands between the places; one more than names. */
  readonly texts: readonly string[];
  /** What the places are named, in their order. */
  readonly names: readonly string[];
}

/** Texts that are remembered; rules have about a thousand. */
const MAX_REMEMBERED = 5_000;

/**
 * Fills texts of rules. Each is taken apart once: a rule may have hundreds of findings.
 * @param placeholder a place, with its name as the one group
 * @returns the text with what stands for each name
 */
export function templateFiller(placeholder: RegExp): (text: string, textFor: (name: string) => string) => string {
  const remembered = new Map<string, Template>();
  return (text, textFor) => {
    let template = remembered.get(text);
    if (template === undefined) {
      const parts = text.split(placeholder);
      const isName = (_: string, index: number): boolean => index % 2 === 1;
      template = { texts: parts.filter((part, index) => !isName(part, index)), names: parts.filter(isName) };
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(text, template);
    }
    const { texts, names } = template;
    let filled = texts[0] ?? '';
    for (const [index, name] of names.entries()) filled += textFor(name) + (texts[index + 1] ?? '');
    return filled;
  };
}
