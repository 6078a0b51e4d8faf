import { refusal } from '../refusal.ts';

/** "The value stands in the ZIP64 field." */
const FULL_32 = 0xffffffff;

/**
 * The values that a ZIP64 field may stand in for, in the order in which it holds them: size, compressed size, and in a
 * central header the position of the local one.
 *
 * It should hold those whose 32-bit fields are all ones. Some writers put in the others too; that reads the same for
 * every program as long as the field begins with the first value and repeats what the header says.
 *
 * @param stated the 32-bit fields.
 * @returns the true values.
 * @throws SafeInstallError `archive.zip64` where one program could take a number for another.
 * @see APPNOTE.TXT 4.5.3
 */
export function resolveZip64<Values extends readonly number[]>(
  field: Buffer | undefined,
  stated: Values,
  subject: string,
): Values {
  const wanted = stated.filter((value) => value === FULL_32).length;
  if (field === undefined) {
    if (wanted > 0) throw fault('a value stands in a ZIP64 field that is absent', subject);
    return stated;
  }
  const held = valuesOf(field, subject);
  if (held.length === wanted) {
    let next = 0;
    return stated.map((value) => (value === FULL_32 ? (held[next++] ?? value) : value)) as unknown as Values;
  }
  if (held.length < wanted || held.length > stated.length)
    throw fault(`the ZIP64 field holds ${held.length} values where ${wanted} are needed`, subject);
  if (held.some((value, index) => stated[index] !== FULL_32 && stated[index] !== value))
    throw fault('the ZIP64 field and its header contradict each other', subject);
  if (stated.slice(held.length).includes(FULL_32))
    throw fault('a value is missing in the ZIP64 field', subject);
  return stated.map((value, index) => held[index] ?? value) as unknown as Values;
}

function valuesOf(field: Buffer, subject: string): readonly number[] {
  if (field.length % 8 !== 0) throw fault(`the ZIP64 field has ${field.length} bytes`, subject);
  // exact below 2^53; above, larger than any file that is read
  return Array.from({ length: field.length / 8 }, (_, index) => Number(field.readBigUInt64LE(index * 8)));
}

const fault = (message: string, subject: string) => refusal('archive.zip64', message, { subject });
