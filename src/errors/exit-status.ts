/** Exit status of the command line program, as the contract states it. */
export const ExitStatus = {
  analyzed: 0,
  findingReachesThreshold: 1,
  usage: 2,
  unreadable: 3,
  partial: 4,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];
