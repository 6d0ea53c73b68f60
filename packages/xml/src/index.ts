export type * from './document.ts';
export { createXmlEngine, defineSchema } from './engine.ts';
export { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.ts';
