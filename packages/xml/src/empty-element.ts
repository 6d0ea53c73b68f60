import type { XmlElement } from './document.ts';

/** A nameless element without content, for readers that must read something. */
export const emptyElement: XmlElement = Object.freeze({
  name: '',
  namespace: '',
  prefix: '',
  attributes: [],
  children: [],
  text: '',
  order: 0,
  parent: undefined,
});
