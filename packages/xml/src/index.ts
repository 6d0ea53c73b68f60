export type * from './document.ts';
export { emptyElement } from './empty-element.ts';
export { createXmlEngine, defineSchema, parseWithoutTree } from './engine.ts';
export { guardBytes } from './guard.ts';
export { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.ts';
