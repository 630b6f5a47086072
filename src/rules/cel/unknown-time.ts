/** Thrown inside an expression that needs the bundle's time when nothing states it: the signal is then unknown, not false. */
export class UnknownTime extends Error {
  constructor() {
    super('the time the bundle was taken is not known');
    this.name = 'UnknownTime';
  }
}
