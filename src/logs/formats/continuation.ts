const GO_FUNCTION = /^[\w.~%()*[\]/@-]+$/;
const GO_ARGUMENTS = /^[0-9a-fx?{}., _]*$/;
const CONTINUED =
  /^(?:goroutine \d|created by \S|\[signal |\[originating from |Caused by: |rax |rip |exit status \d|Trace\[\d+\]: |\+-|\| |[{}[\]],?$|>$)/;
const KERNEL_CONTINUED =
  /^(?:(?:\? )?[\w.]{1,128}\+0x[0-9a-f]+\/0x|<\/?(?:TASK|IRQ|NMI|SOFTIRQ)>|Call Trace:|Modules linked in:|R(?:[ABCD]X|[SD]I|[BSI]P|0[89]|1[0-5]): |[CDEF]S: {1,2}|CR2: |Code: |---\[ end trace)/;
/** No frame of a stack trace is longer; longer lines are not tried against the patterns. */
const LONGEST_FRAME = 4096;

/**
 * Whether a line of no known format goes on with the record before it: blank or indented lines, frames of Go and Java stack traces,
 * the close of a klog value (` >`), pretty-printed JSON brackets, ASCII tables.
 */
export function isContinuation(body: string): boolean {
  const first = body.charAt(0);
  if (first === '' || first === ' ' || first === '\t') return true;
  return body.length <= LONGEST_FRAME && (CONTINUED.test(body) || isGoFrame(body));
}

/** The same for the kernel, whose ordinary messages may begin with a space, too: only the lines of an oops continue. */
export function isKernelContinuation(body: string): boolean {
  return KERNEL_CONTINUED.test(body);
}

/** `k8s.io/client-go/rest.(*Request).Do(0xc000, {0x1, 0x2})`: a dotted name without spaces, then numbers in parentheses. */
function isGoFrame(body: string): boolean {
  const open = body.lastIndexOf('(');
  if (open < 0 || !body.endsWith(')')) return false;
  const name = body.slice(0, open);
  return name.includes('.') && GO_FUNCTION.test(name) && GO_ARGUMENTS.test(body.slice(open + 1, -1));
}
