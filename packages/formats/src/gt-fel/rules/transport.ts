/** The carrier of a delivery note. */

import { attribute } from '../../xml-tree.ts';
import { isCui, isForeignId, isNit } from '../identifiers.ts';
import { atComplement } from '../model.ts';
import { type FelRule, onDte } from './define.ts';

interface Carrier {
  readonly id: string;
  readonly type: string;
}

const carrierRule = (
  code: string,
  words: { readonly es: string; readonly en: string },
  isWrong: (carrier: Carrier) => boolean,
): FelRule =>
  onDte({
    code,
    ...words,
    fix: ['Revise la identificación del transportista.', "Check the carrier's identification."],
    check: ({ complements }, report) => {
      complements.forEach(({ kind, element }, index) => {
        if (kind !== 'transport' || element === undefined) return;
        const id = attribute(element, 'IDTransportista') ?? '';
        const type = attribute(element, 'TipoDocumentoIdentificacion') ?? '';
        if (!isWrong({ id, type })) return;
        report({ at: atComplement(index, 'TrasladoMercancias/@IDTransportista'), actual: id });
      });
    },
  });

export const TRANSPORT: readonly FelRule[] = [
  carrierRule(
    'RCP426',
    {
      es: 'El tipo de identificación del transportista no está en el catálogo',
      en: "The carrier's kind of identification is not in the catalogue",
    },
    ({ type }) => !['NIT', 'CUI', 'Extranjero'].includes(type),
  ),
  carrierRule(
    'RCP427',
    {
      es: 'El NIT o CUI del transportista {actual} no existe',
      en: "The carrier's NIT or CUI {actual} does not exist",
    },
    ({ id, type }) => (type === 'NIT' && !isNit(id)) || (type === 'CUI' && !isCui(id)),
  ),
  carrierRule(
    'RCP429',
    {
      es: 'La identificación extranjera del transportista {actual} no tiene de 3 a 18 letras o dígitos',
      en: "The carrier's foreign identification {actual} is not 3 to 18 letters or digits",
    },
    ({ id, type }) => type === 'Extranjero' && !isForeignId(id),
  ),
];
