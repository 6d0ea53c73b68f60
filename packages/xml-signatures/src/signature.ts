/** Reads `ds:Signature` strictly: what is not expected is refused, so that nothing is overlooked. */
import type { Buffer } from 'node:buffer';
import type { FaultValues } from '@ventanilla/rules';
import type { Canonicalisation, XmlElement } from '@ventanilla/xml';
import {
  CANONICALISATIONS,
  DEFAULT_CANONICALISATION,
  DIGEST_ALGORITHMS,
  DSIG_NAMESPACE,
  ENVELOPED,
  EXCLUSIVE_NAMESPACE,
  type Hash,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from './algorithms.ts';
import { decodeBase64 } from './base64.ts';
import type { SignatureFault } from './faults.ts';
import type { Demand } from './profile.ts';

/** Notes a fault at an element. */
export type Tell = (
  kind: SignatureFault,
  at: XmlElement,
  values?: FaultValues,
  demand?: Demand,
) => void;

export interface Reference {
  readonly element: XmlElement;
  /** undefined when the attribute is absent. */
  readonly uri: string | undefined;
  readonly type: string;
  readonly isEnveloped: boolean;
  readonly canonicalisation: Canonicalisation;
  readonly hash: Hash;
  readonly digest: Buffer;
}

export interface Signature {
  readonly element: XmlElement;
  readonly id: string | undefined;
  readonly signedInfo: XmlElement;
  readonly canonicalisation: Canonicalisation;
  readonly algorithm: SignatureAlgorithm;
  readonly references: readonly Reference[];
  readonly value: Buffer;
  readonly valueElement: XmlElement;
  readonly keyInfo: XmlElement | undefined;
  readonly objects: readonly XmlElement[];
}

/** A signature of business has two references and two transforms; nobody needs more than these. */
const REFERENCES_MAX = 10;
const TRANSFORMS_MAX = 4;
const OBJECTS_MAX = 10;

export const dsChildren = (element: XmlElement | undefined, name: string): XmlElement[] =>
  (element?.children ?? []).filter(
    (child) => child.name === name && child.namespace === DSIG_NAMESPACE,
  );

export const attributeOf = (element: XmlElement, name: string): string | undefined =>
  element.attributes.find((one) => one.name === name && one.namespace === '')?.value;

/** The only child of that name, told as a fault of shape when there is none or another. */
function only(element: XmlElement, name: string, tell: Tell): XmlElement | undefined {
  const found = dsChildren(element, name);
  if (found.length === 1) return found[0];
  tell('shape', element, { actual: `${found.length} ${name}` });
  return undefined;
}

/** Reads one signature; tells what is wrong and gives undefined when it cannot be checked at all. */
export function readSignature(element: XmlElement, allowsSha1: boolean, tell: Tell) {
  const signedInfo = only(element, 'SignedInfo', tell);
  const valueElement = only(element, 'SignatureValue', tell);
  if (signedInfo === undefined || valueElement === undefined) return undefined;
  const objects = dsChildren(element, 'Object');
  const keyInfos = dsChildren(element, 'KeyInfo');
  const isWhole = element.children.length === 2 + keyInfos.length + objects.length;
  if (!isWhole || keyInfos.length > 1) {
    tell('shape', element, { actual: element.children.map(({ name }) => name).join(' ') });
    return undefined;
  }
  if (objects.length > OBJECTS_MAX) {
    tell('too-many', element, { actual: `${objects.length} Object` });
    return undefined;
  }
  const value = decodeBase64(valueElement.text);
  if (value === undefined) tell('shape', valueElement, { actual: 'SignatureValue' });
  const info = readSignedInfo(signedInfo, allowsSha1, tell);
  if (value === undefined || info === undefined) return undefined;
  const id = attributeOf(element, 'Id');
  const [keyInfo] = keyInfos;
  const signature: Signature = {
    ...info,
    element,
    id,
    signedInfo,
    value,
    valueElement,
    keyInfo,
    objects,
  };
  return signature;
}

type SignedInfo = Pick<Signature, 'canonicalisation' | 'algorithm' | 'references'>;

function readSignedInfo(
  signedInfo: XmlElement,
  allowsSha1: boolean,
  tell: Tell,
): SignedInfo | undefined {
  const [first, second, ...rest] = signedInfo.children;
  const isReference = (one: XmlElement) => one.name === 'Reference';
  const inDsig = signedInfo.children.every(({ namespace }) => namespace === DSIG_NAMESPACE);
  if (
    first?.name !== 'CanonicalizationMethod' ||
    second?.name !== 'SignatureMethod' ||
    rest.length === 0 ||
    !rest.every(isReference) ||
    !inDsig
  ) {
    tell('shape', signedInfo, { actual: 'SignedInfo' });
    return undefined;
  }
  if (rest.length > REFERENCES_MAX) {
    tell('too-many', signedInfo, {
      expected: String(REFERENCES_MAX),
      actual: `${rest.length} Reference`,
    });
    return undefined;
  }
  const canonicalisation = readCanonicalisation(first, 'algorithm', tell);
  const algorithm = readAlgorithm(second, allowsSha1, tell);
  const references = rest.map((one) => readReference(one, allowsSha1, tell));
  const whole = references.filter((one) => one !== undefined);
  if (canonicalisation === undefined || algorithm === undefined) return undefined;
  return whole.length < references.length
    ? undefined
    : { canonicalisation, algorithm, references: whole };
}

function readAlgorithm(
  method: XmlElement,
  allowsSha1: boolean,
  tell: Tell,
): SignatureAlgorithm | undefined {
  const uri = attributeOf(method, 'Algorithm') ?? '';
  const algorithm = SIGNATURE_ALGORITHMS.get(uri);
  const isAllowed = algorithm !== undefined && (allowsSha1 || algorithm.hash !== 'sha1');
  // A parameter (HMACOutputLength, RSAPSSParams) would change what the name promises.
  if (isAllowed && method.children.length === 0) return algorithm;
  tell('algorithm', method, { actual: uri });
  return undefined;
}

/** A canonicalisation method or transform; `kind` is what to tell when it is not one. */
export function readCanonicalisation(
  method: XmlElement,
  kind: 'algorithm' | 'transform',
  tell: Tell,
): Canonicalisation | undefined {
  const uri = attributeOf(method, 'Algorithm') ?? '';
  const canonicalisation = CANONICALISATIONS.get(uri);
  const [parameter, ...more] = method.children;
  if (canonicalisation !== undefined && parameter === undefined) return canonicalisation;
  const isList =
    canonicalisation?.exclusive === true &&
    parameter?.name === 'InclusiveNamespaces' &&
    parameter.namespace === EXCLUSIVE_NAMESPACE &&
    more.length === 0;
  if (!isList) {
    tell(kind, method, { actual: uri });
    return undefined;
  }
  const prefixes = (attributeOf(parameter, 'PrefixList') ?? '').split(/[ \t\r\n]+/);
  return {
    ...canonicalisation,
    inclusivePrefixes: prefixes
      .filter((prefix) => prefix !== '')
      .map((prefix) => (prefix === '#default' ? '' : prefix)),
  };
}

function readReference(
  element: XmlElement,
  allowsSha1: boolean,
  tell: Tell,
): Reference | undefined {
  const transforms = dsChildren(element, 'Transforms');
  const method = only(element, 'DigestMethod', tell);
  const digestElement = only(element, 'DigestValue', tell);
  const isWhole = element.children.length === 2 + transforms.length && transforms.length <= 1;
  if (method === undefined || digestElement === undefined || !isWhole) {
    if (!isWhole) tell('shape', element, { actual: 'Reference' });
    return undefined;
  }
  const algorithm = attributeOf(method, 'Algorithm') ?? '';
  const hash = DIGEST_ALGORITHMS.get(algorithm);
  const isAllowed = hash !== undefined && (allowsSha1 || hash !== 'sha1');
  if (!isAllowed) tell('algorithm', method, { actual: algorithm });
  const digest = decodeBase64(digestElement.text);
  if (digest === undefined) tell('shape', digestElement, { actual: 'DigestValue' });
  const way = readTransforms(transforms[0], tell);
  if (!isAllowed || digest === undefined || way === undefined) return undefined;
  const uri = attributeOf(element, 'URI');
  return { ...way, element, uri, type: attributeOf(element, 'Type') ?? '', hash, digest };
}

/** Enveloped first, canonical form last, nothing else. */
function readTransforms(
  list: XmlElement | undefined,
  tell: Tell,
): Pick<Reference, 'isEnveloped' | 'canonicalisation'> | undefined {
  const transforms = [...(list?.children ?? [])];
  if (list !== undefined && transforms.length > TRANSFORMS_MAX) {
    tell('too-many', list, { actual: `${transforms.length} Transform` });
    return undefined;
  }
  const isFirstEnveloped =
    transforms[0] !== undefined && attributeOf(transforms[0], 'Algorithm') === ENVELOPED;
  const [first, ...excess] = isFirstEnveloped ? transforms.slice(1) : transforms;
  for (const transform of excess) {
    tell('transform', transform, { actual: attributeOf(transform, 'Algorithm') ?? '' });
  }
  const canonicalisation =
    first === undefined ? DEFAULT_CANONICALISATION : readCanonicalisation(first, 'transform', tell);
  if (canonicalisation === undefined || excess.length > 0) return undefined;
  return { isEnveloped: isFirstEnveloped, canonicalisation };
}
