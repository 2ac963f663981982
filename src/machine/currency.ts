import { OrderError } from '../errors/index.ts';

/** Active currencies of ISO 4217 (list one) whose minor unit is not two digits. */
const exponents: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Active currencies of ISO 4217 (list one) whose minor unit is two digits. */
const twoDigits = new Set(
  (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE ' +
    'CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
    'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON ' +
    'RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST ' +
    'XAD XCD XCG YER ZAR ZMW ZWG'
  ).split(' '),
);

/** Whether `code` is an active currency code of ISO 4217, in capitals. */
export function isCurrency(code: string): boolean {
  return twoDigits.has(code) || Object.hasOwn(exponents, code);
}

/**
 * How many decimal digits the minor unit of a currency has (ISO 4217): EUR 2, JPY 0, KWD 3.
 * @throws OrderError `CURRENCY_UNKNOWN` for a code that ISO 4217 does not list.
 */
export function exponentOf(code: string): number {
  if (twoDigits.has(code)) return 2;
  const exponent = Object.hasOwn(exponents, code) ? exponents[code] : undefined;
  if (exponent !== undefined) return exponent;
  throw new OrderError(
    'CURRENCY_UNKNOWN',
    `"${code}" is not a currency of ISO 4217. Use a three-letter code in capitals, such as EUR.`,
    { retry: 'afterFix', details: { value: code } },
  );
}
