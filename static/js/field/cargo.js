import { SuffixIndex } from './suffix_entry.js';

const keyOf = (direction, identifier) => `${direction} ${identifier}`;

/** The cargo list of one call in memory, as the office last gave it. */
export class Cargo {
  #units = new Map();
  #lines;
  #indexes = new Map();
  #portNames;

  /**
   * @param {{version: number, units: object[], lines: object[], fetched_at: string}} list
   * @param {{locode: string, name: string}[]} ports
   */
  constructor(list, ports) {
    this.version = list.version;
    this.fetchedAt = list.fetched_at;
    for (const unit of list.units) this.#units.set(keyOf(unit.direction, unit.identifier), unit);
    this.#lines = new Map(list.lines.map((line) => [line.id, line]));
    this.#portNames = new Map(ports.map(({ locode, name }) => [locode, name]));
  }

  get unitCount() {
    return this.#units.size;
  }

  /** @returns {object|undefined} */
  unit(direction, identifier) {
    return this.#units.get(keyOf(direction, identifier));
  }

  line(id) {
    return this.#lines.get(id);
  }

  /** The lines that are counted by number or weight; IDENTIFIED ones are counted by unit. */
  countedLines(direction) {
    return [...this.#lines.values()].filter((line) => line.mode !== 'IDENTIFIED' && line.direction === direction);
  }

  portName(locode) {
    return this.#portNames.get(locode) ?? locode;
  }

  /** The unit or line that an event counted. @returns {object|undefined} when it is not on the list */
  listed(event) {
    return event.identifier ? this.unit(event.direction, event.identifier) : this.line(event.line);
  }

  /** All identifiers of the voyage in one direction, counted or not, for this port or another. */
  index(direction) {
    if (!this.#indexes.has(direction)) {
      const units = [...this.#units.values()].filter((unit) => unit.direction === direction);
      this.#indexes.set(direction, new SuffixIndex(units.map((unit) => unit.identifier)));
    }
    return this.#indexes.get(direction);
  }

  /** Units to be worked here, by port of discharge. @returns {Map<string, number>} */
  manifestedByPort(direction) {
    const byPort = new Map();
    const put = (port, count) => byPort.set(port, (byPort.get(port) ?? 0) + count);
    for (const unit of this.#units.values()) {
      if (unit.direction === direction && unit.is_worked_here) put(unit.port, 1);
    }
    for (const line of this.countedLines(direction)) {
      if (line.mode === 'COUNTED' && line.is_worked_here) put(line.port, line.expected);
    }
    return byPort;
  }
}
