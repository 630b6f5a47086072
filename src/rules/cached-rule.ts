import type { CausalLink } from './causal-link.js';
import type { Rule } from './rule.js';

/** What is known of a rule in the cache before its body is read: what a diagnosis asks of every rule, whether it holds or not. */
export type RuleHead = Pick<Rule, 'id' | 'aliases' | 'component' | 'entity' | 'leadsTo' | 'applies' | 'file'>;

/** What of a rule is read when it is first asked for. */
export type RuleBody = Omit<Rule, keyof RuleHead>;

/** A rule of the cache: most rules find nothing in a bundle, and the words and signals of these need not be read. */
export class CachedRule implements Rule {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly component: string;
  readonly entity: string;
  readonly leadsTo: readonly CausalLink[];
  readonly applies: ReadonlyMap<string, string>;
  readonly file: string;
  readonly #readBody: () => RuleBody;
  #known: RuleBody | undefined;

  /** @param readBody called once at most */
  constructor(head: RuleHead, readBody: () => RuleBody) {
    this.id = head.id;
    this.aliases = head.aliases;
    this.component = head.component;
    this.entity = head.entity;
    this.leadsTo = head.leadsTo;
    this.applies = head.applies;
    this.file = head.file;
    this.#readBody = readBody;
  }

  get #body(): RuleBody {
    this.#known ??= this.#readBody();
    return this.#known;
  }

  get title(): Rule['title'] {
    return this.#body.title;
  }

  get severity(): Rule['severity'] {
    return this.#body.severity;
  }

  get role(): Rule['role'] {
    return this.#body.role;
  }

  get signals(): Rule['signals'] {
    return this.#body.signals;
  }

  get tiers(): Rule['tiers'] {
    return this.#body.tiers;
  }

  get also(): Rule['also'] {
    return this.#body.also;
  }

  get onset(): Rule['onset'] {
    return this.#body.onset;
  }

  get says(): Rule['says'] {
    return this.#body.says;
  }

  get refines(): Rule['refines'] {
    return this.#body.refines;
  }

  get absorbs(): Rule['absorbs'] {
    return this.#body.absorbs;
  }

  get explanation(): Rule['explanation'] {
    return this.#body.explanation;
  }

  get remediation(): Rule['remediation'] {
    return this.#body.remediation;
  }

  get references(): Rule['references'] {
    return this.#body.references;
  }

  get chinese(): Rule['chinese'] {
    return this.#body.chinese;
  }
}

/** What of a rule its head keeps. */
export function headOf({ id, aliases, component, entity, leadsTo, applies, file }: Rule): RuleHead {
  return { id, aliases, component, entity, leadsTo, applies, file };
}

/** What of a rule is not in its head. */
export function bodyOf(rule: Rule): RuleBody {
  const { title, severity, role, signals, tiers, also, onset, says, refines, absorbs } = rule;
  const { explanation, remediation, references, chinese } = rule;
  return {
    title,
    severity,
    role,
    signals,
    tiers,
    also,
    onset,
    says,
    refines,
    absorbs,
    explanation,
    remediation,
    references,
    chinese,
  };
}

/** A rule as plain data, to make another one of. */
export function plainRule(rule: Rule): Rule {
  return { ...headOf(rule), ...bodyOf(rule) };
}
