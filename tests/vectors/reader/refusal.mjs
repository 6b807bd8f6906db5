// Why something is not taken: one of the codes of sync/PROTOCOL.md section 4.
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export function refuse(code) {
  throw new Refused(code);
}
