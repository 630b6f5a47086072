import type { ChangeEffect, FieldChange } from '../../model/comparison.js';
import { formatCount } from '../quantities.js';
import {
  type ChangeGroup,
  generalLabel,
  groupsOfEffect,
  isImage,
  kindLabel,
  objectName,
  ownersOf,
  splitImage,
} from './change-group.js';
import type { ComparisonMessages } from './comparison-messages.js';
import type { Section, SectionItem, Tone, ViewContext } from './section.js';

/** Lines of a section before the rest is only counted. What broke has the most room: it is what is looked for. */
const GROUPS_SHOWN: Readonly<Record<ChangeEffect, number>> = {
  broke: 15,
  mended: 6,
  went: 8,
  came: 8,
  replaced: 3,
  state: 8,
  version: 8,
  setting: 10,
};

/** Names of a group before the rest is only counted. */
const NAMES_SHOWN = 3;
/** Fields of a group before the rest is only counted. */
const FIELDS_SHOWN = 6;

const TONES: Readonly<Partial<Record<ChangeEffect, Tone>>> = { broke: 'bad', mended: 'good' };

/** The changes of one effect; undefined when there are none. */
export function changeSection(context: ViewContext, effect: ChangeEffect): Section | undefined {
  const { comparison, messages, unfolded } = context;
  const groups = groupsOfEffect(comparison, effect, unfolded);
  if (groups.length === 0) return undefined;
  const shown = unfolded ? groups : groups.slice(0, GROUPS_SHOWN[effect]);
  const left = groups.slice(shown.length);
  const objects = left.reduce((sum, { changes, inside }) => sum + changes.length + inside, 0);
  return {
    heading: messages.effects[effect](formatCount(comparison.counts.objects[effect])),
    tone: TONES[effect] ?? 'calm',
    items: shown.map((group) => itemOf(group, effect, context)),
    ...(left.length === 0 ? {} : { more: messages.moreGroups(formatCount(left.length), formatCount(objects)) }),
  };
}

function itemOf(group: ChangeGroup, effect: ChangeEffect, context: ViewContext): SectionItem {
  const { first } = group;
  // Of objects that only moved on, the names say enough; the lists they stand in are cited with --all.
  const isCited = context.unfolded || effect !== 'replaced';
  return {
    title: titleOf(group, effect, context),
    lines: fieldLines(group, context),
    places: isCited ? context.places.ofObject(first.old, first.new) : [],
  };
}

function titleOf(group: ChangeGroup, effect: ChangeEffect, context: ViewContext): string {
  const { messages } = context;
  const { first, changes, inside } = group;
  const kind = kindLabel(first.resource);
  const aside = inside === 0 ? '' : `, ${messages.withObjects(formatCount(inside))}`;
  const [only, ...others] = changes;
  if (only !== undefined && others.length === 0) {
    const owner = only.owner === undefined || only.change === 'changed' ? '' : ` (${messages.ofOwner(only.owner)})`;
    return withFate(`${kind} ${nameOf(only, context)}${owner}${aside}`, only, context);
  }
  const things = `${formatCount(changes.length)} × ${kind}`;
  if (effect === 'replaced') return `${things}: ${ownersText(group, context)}`;
  const count = first.change === 'replaced' ? messages.thatReplaced(things) : withFate(things, first, context);
  const names = changes.slice(0, NAMES_SHOWN).map(currentName);
  const more = changes.length - NAMES_SHOWN;
  return `${count}: ${names.join(', ')}${more > 0 ? `, ${context.words.more(formatCount(more))}` : ''}${aside}`;
}

/** Of objects that were replaced, the name of the one to look at now. */
function currentName(change: ChangeGroup['first']): string {
  return objectName({ ...change, name: change.replacedBy ?? change.name });
}

function nameOf(change: ChangeGroup['first'], { messages }: ViewContext): string {
  const name = objectName(change);
  if (change.replacedBy !== undefined) return messages.replacedBy(name, change.replacedBy);
  return name;
}

/** What came or went stands under what broke or mended when something was wrong with it. */
function withFate(text: string, { effect, change }: ChangeGroup['first'], { messages }: ViewContext): string {
  if (effect === 'broke' && change === 'came') return messages.thatCame(text);
  return effect === 'mended' && change === 'went' ? messages.thatWent(text) : text;
}

function ownersText(group: ChangeGroup, { words }: ViewContext): string {
  const owners = ownersOf(group);
  const shown = owners.slice(0, NAMES_SHOWN).map(({ owner, count }) => `${formatCount(count)} × ${owner}`);
  const more = owners.length - NAMES_SHOWN;
  return [...shown, ...(more > 0 ? [words.more(formatCount(more))] : [])].join(', ');
}

/** The fields of the first object stand for those of the others; where values differ, it is said. */
function fieldLines(group: ChangeGroup, context: ViewContext): SectionItem['lines'] {
  const { unfolded, words } = context;
  const { first, changes } = group;
  if (first.effect === 'replaced' && changes.length > 1) return [];
  const order = ['broke', 'mended', 'neutral'];
  const sorted = [...first.fields].sort((a, b) => order.indexOf(a.direction) - order.indexOf(b.direction));
  const shown = unfolded ? sorted : sorted.slice(0, FIELDS_SHOWN);
  const more = sorted.length - shown.length;
  const lines = shown.map((field) => ({ text: fieldText(field, group, context), tone: toneOf(field) }));
  const distinct = lines.filter(({ text }, index) => lines.findIndex((other) => other.text === text) === index);
  return [...distinct, ...(more > 0 ? [{ text: words.more(formatCount(more)), tone: 'calm' as const }] : [])];
}

function toneOf({ direction }: FieldChange): Tone {
  return direction === 'broke' ? 'bad' : direction === 'mended' ? 'good' : 'calm';
}

/** `Ready: True → Unknown (NodeStatusUnknown)`: the detail of the newer side tells most. */
function fieldText(field: FieldChange, { first, changes }: ChangeGroup, { messages }: ViewContext): string {
  const { old, new: current, oldDetail, newDetail } = field;
  const label = changes.length > 1 ? generalLabel(field) : field.label;
  const detail = current === undefined ? oldDetail : newDetail;
  if (isImage(field)) return imageText(field, changes.length > 1, messages);
  const aside = detail === undefined ? '' : ` (${detail})`;
  if (first.change === 'came' || first.change === 'went') return `${label}: ${current ?? old ?? ''}${aside}`;
  const values = new Set(
    changes.flatMap(({ fields }) =>
      fields.filter((other) => generalLabel(other) === generalLabel(field)).map(valuesText),
    ),
  );
  const others = values.size > 1 ? ` ${messages.andOtherValues(formatCount(values.size - 1))}` : '';
  return `${label}: ${old ?? messages.none} → ${current ?? messages.none}${aside}${others}`;
}

function valuesText({ old, new: current }: FieldChange): string {
  return JSON.stringify([old, current]);
}

/** `image of etcd: rancher/etcd v3.5.16 → v3.5.20`: what is the same is said once. */
function imageText(
  { label, old, new: current }: FieldChange,
  isGeneral: boolean,
  messages: ComparisonMessages,
): string {
  const [before, after] = [old, current].map((image) => (image === undefined ? undefined : splitImage(image)));
  if (isGeneral) return `${messages.images}: ${before?.tag ?? messages.none} → ${after?.tag ?? messages.none}`;
  if (before === undefined || after === undefined || before.repository !== after.repository) {
    return `${label}: ${old ?? messages.none} → ${current ?? messages.none}`;
  }
  return `${label}: ${before.repository} ${before.tag} → ${after.tag}`;
}
