/**
 * Tags of journald and syslog under which programs print what others said: shippers of logs print records that they could not deliver,
 * sudo and the audit subsystem print the command lines of people who search logs.
 */
const QUOTING_TAGS: ReadonlySet<string> = new Set([
  'audit',
  'auditd',
  'filebeat',
  'fluent-bit',
  'fluentd',
  'logstash',
  'loki',
  'otelcol',
  'promtail',
  'sudo',
  'td-agent',
  'td-agent-bit',
  'vector',
]);

/**
 * How a line begins that is an API object or an audit record, printed as JSON: Kubernetes' and Rancher's audit log, `kubectl get -w -o json`,
 * exporters of events. Log lines in JSON begin with a time, a level or a message.
 */
const PRINTED_OBJECT =
  /^\{"(?:kind":"[A-Za-z]{1,64}",")?(?:apiVersion":"|auditID":"|metadata":\{|verb":"[A-Z]{1,16}","event":\{)/;

/** What begins a quotation, and what ends it where the program goes on in its own words. */
interface Quotation {
  /** Stands in every such quotation: most lines have it not, which is seen sooner than that the pattern finds nothing. */
  readonly holds: string;
  readonly begins: RegExp;
  readonly end?: string;
}

/** Each with the first `{` of what is quoted, so that a line without one need not be tried. */
const QUOTATIONS: readonly Quotation[] = [
  // client-go and kubectl at high verbosity, also as klog's key and value
  { holds: ' Body', begins: /\b(?:Request|Response) Body(?::|" body=)/ },
  // wrangler, which applies the objects of Rancher, Fleet and Harvester, at level debug
  { holds: '[PATCH:{', begins: /\[PATCH:\{/ },
  // CSI sidecars and drivers; their errors are lines of their own
  { holds: 'GRPC re', begins: /\bGRPC (?:request|response):/ },
  // an event that could not be written is printed whole: what it tells may be long ago
  { holds: 'Event{', begins: /&(?:v1\.)?Event\{/, end: '}' },
  // the status of a pod holds the last words of its containers
  { holds: 'failed to patch status', begins: /failed to patch status "\{/, end: '}"' },
];

/**
 * What a line says for itself: its text without the requests, objects and log lines of others that it quotes. Empty when it is nothing but
 * a quotation. Takes time linear in the line.
 * @param text as in `LogRecord.text`
 * @param tag program of a journald or syslog prefix
 */
export function ownWords(text: string, tag: string | undefined): string {
  if (tag !== undefined && QUOTING_TAGS.has(tag)) return '';
  if (!text.includes('{')) return text;
  if (PRINTED_OBJECT.test(text)) return '';
  let own = text;
  for (const quotation of QUOTATIONS) own = withoutQuotation(own, quotation);
  return own;
}

function withoutQuotation(text: string, { holds, begins, end }: Quotation): string {
  if (!text.includes(holds)) return text;
  const start = text.search(begins);
  if (start === -1) return text;
  const last = end === undefined ? -1 : text.lastIndexOf(end);
  // A line that is cut inside the quotation has no end of it.
  return last < start || end === undefined
    ? text.slice(0, start)
    : text.slice(0, start) + text.slice(last + end.length);
}
