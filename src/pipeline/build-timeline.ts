import { BundlescopeError } from '../errors/index.js';
import type { Report } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import type { Timeline } from '../model/timeline.js';
import { type ObjectIndex, referenceOf } from '../objects/object-index.js';
import { loadTables } from '../rules/rule-set.js';
import type { RuleTables } from '../rules/rule-tables.js';
import { entityHappenings, withoutLoggedEvents } from '../timeline/entity-happenings.js';
import type { Happening } from '../timeline/happening.js';
import { incidentHappenings } from '../timeline/incident-happenings.js';
import { LineStory } from '../timeline/line-story.js';
import { RELATED_KINDS } from '../timeline/related-kinds.js';
import { type RelatedThings, relatedThings } from '../timeline/related-things.js';
import { selectEntries } from '../timeline/timeline-entries.js';
import { findSubject, similarName, type TimelineSubject } from '../timeline/timeline-subject.js';
import { type TimelineWords, timelineWordsFor } from '../timeline/timeline-words.js';
import { type EntityReference, EntityReferenceParser } from '../topology/entity-reference.js';
import { reportOn } from './analyze.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { type GatheredBundle, gather, timeRange } from './gather.js';
import { packageVersion } from './package-version.js';
import { NameWatch, readNames } from './read-names.js';

/** How a timeline is made. */
export interface TimelineOptions extends AnalyzeOptions {
  /** `name`, `kind/name` or `kind/namespace/name`; without it the timeline is that of the incident. */
  readonly entity?: string;
  /** Entries kept; default: all. */
  readonly limit?: number;
}

/** Definitions of kinds are large and happen to nobody. */
const UNTOLD_KIND = 'CustomResourceDefinition.apiextensions.k8s.io';

/**
 * The life of one thing, or the incident's course, in order of time over all nodes.
 * A bundle that can be opened twice is read twice when a thing is named: first its objects and what the rules find, then all logs for the
 * names that the objects tell. A stream is read once: lines are searched for the names known when their log comes.
 * @throws BundlescopeError as `analyze` does; `usage` also when nothing in the bundle bears the name
 */
export async function buildTimeline(input: BundleInput, options: TimelineOptions = {}): Promise<Timeline> {
  const started = performance.now();
  const range = timeRange(options);
  const words = timelineWordsFor(options.language ?? 'en');
  const { since: _since, until: _until, ...unbounded } = options;
  if (options.entity === undefined) {
    const gathered = await gather(input, unbounded, { kinds: RELATED_KINDS });
    const report = reportOn(gathered, unbounded, started);
    const { objects } = gathered.content;
    const happenings = incidentHappenings(report.findings, objects, gathered.facts.events.all, words);
    return toTimeline({ gathered, report, options, happenings });
  }
  const tables = await loadTables();
  const reference = new EntityReferenceParser(tables.entities, tables.kinds).parse(options.entity);
  const kinds = reference.kinds ?? tables.kinds.resources.filter((kind) => kind !== UNTOLD_KIND);
  const subjectIn = (objects: ObjectIndex): TimelineSubject => findSubject(reference, objects, tables.kinds);
  const story = new LineStory(range, words);
  const isReadOnce = input === '-' || !(typeof input === 'string' || input instanceof Uint8Array);
  const watch = isReadOnce ? new NameWatch(story, (objects) => relatedThings(subjectIn(objects), objects)) : undefined;
  const gathered = await gather(input, unbounded, {
    kinds: [...RELATED_KINDS, ...kinds],
    ...(watch === undefined ? {} : { watch: watch.watch }),
  });
  const { objects } = gathered.content;
  const subject = subjectIn(objects);
  const related = relatedThings(subject, objects);
  const report = reportOn(gathered, unbounded, started);
  const origins =
    watch === undefined
      ? await readNames(input, unbounded, gathered, related, report.clocks ?? [], story)
      : watch.finish(gathered);
  checkFound(reference, subject, story, objects, tables);
  const told = entityHappenings(related, report.findings, gathered.facts.events.all, words);
  const happenings = [...told, ...withoutLoggedEvents(story.happenings(origins), told, words)];
  const notes = watch === undefined ? [] : watch.notes(related, words);
  return toTimeline({ gathered, report, options, happenings, thing: { subject, related, story, notes } });
}

/** @throws BundlescopeError `usage` when neither an object nor a line bears the name, or no object does and its kind was misspelt */
function checkFound(
  { text, nearestKind }: EntityReference,
  subject: TimelineSubject,
  story: LineStory,
  objects: ObjectIndex,
  { kinds }: RuleTables,
): void {
  if (subject.object !== undefined) return;
  // What stands before the slash may be a namespace, as long as something bears the name in it.
  if (nearestKind !== '') {
    const word = text.slice(0, text.indexOf('/'));
    throw new BundlescopeError('usage', `"${word}" is no kind that is known${nearestKind}`);
  }
  if (story.lines > 0) return;
  const kind = subject.resource === undefined ? 'object' : subject.resource;
  const wayOut = similarName(subject, objects, kinds) || '; see the names in yamls/, or try the name without its kind';
  throw new BundlescopeError('usage', `no ${kind} "${subject.name}" and no line that names it in the bundle${wayOut}`);
}

interface TimelineParts {
  readonly gathered: GatheredBundle;
  readonly report: Report;
  readonly options: TimelineOptions;
  readonly happenings: readonly Happening[];
  readonly thing?: {
    readonly subject: TimelineSubject;
    readonly related: RelatedThings;
    readonly story: LineStory;
    readonly notes: readonly string[];
  };
}

function toTimeline({ gathered, report, options, happenings, thing }: TimelineParts): Timeline {
  const { bundle, window, clocks = [] } = report;
  const range = timeRange(options);
  const { entries, leftOut } = selectEntries(happenings, {
    range,
    limit: options.limit,
    window,
    clocks,
    // Who asks for a time wants to see it, and who asks for a thing its whole life.
    focus: thing === undefined && range.since === undefined && range.until === undefined,
  });
  const { since, until } = range;
  return {
    schemaVersion: '1',
    tool: { name: 'bundlescope', version: packageVersion() },
    bundle: { name: bundle.name, ...(bundle.createdAt === undefined ? {} : { createdAt: bundle.createdAt }) },
    ...(thing === undefined ? {} : { entity: entityOf(thing.subject) }),
    related: (thing?.related.objects ?? []).map((object) => `${object.kind} ${referenceOf(object)}`),
    names: (thing?.related.names ?? []).map(({ text }) => text),
    ...(since === undefined ? {} : { since: formatInstant(since) }),
    ...(until === undefined ? {} : { until: formatInstant(until) }),
    ...(window === undefined ? {} : { window }),
    clocks,
    entries,
    leftOut: {
      ...leftOut,
      outsideTime: leftOut.outsideTime + (thing?.story.outsideTime ?? 0),
      undated: thing?.story.undated ?? 0,
      countedOnly: thing?.story.countedOnly ?? 0,
    },
    notes: [...notesOf(gathered, thing?.subject, timelineWordsFor(options.language ?? 'en')), ...(thing?.notes ?? [])],
    warnings: report.warnings,
  };
}

function entityOf({ resource, namespace, name }: TimelineSubject): NonNullable<Timeline['entity']> {
  return { kind: resource ?? 'Name', name, ...(namespace === '' ? {} : { namespace }) };
}

function notesOf(
  { content }: GatheredBundle,
  subject: TimelineSubject | undefined,
  words: TimelineWords,
): readonly string[] {
  const { objects, streams } = content;
  const isMissing = subject !== undefined && subject.object === undefined;
  const hasEvents = ['Event', 'Event.events.k8s.io'].some((resource) => objects.isCollected(resource));
  const hasLogs = streams.some(({ description }) => description.file === undefined);
  return [
    ...(isMissing ? [words.noObject(subject.name)] : []),
    ...(objects.size === 0 ? [words.noObjectsRead] : []),
    ...(hasEvents ? [] : [words.noEvents]),
    ...(hasLogs ? [] : [words.noLogs]),
  ];
}
