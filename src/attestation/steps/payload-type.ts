import { printable, SafeInstallError } from '../../errors/index.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../evidence/sigstore-bundle.ts';

/**
 * The envelope says that it holds an in-toto statement. The type is signed with the payload so that bytes of one kind
 * cannot be passed off as another (DSSE, "authenticated encoding"); the library does not look at it.
 *
 * @throws SafeInstallError `statement.payload-type`.
 * @see https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function checkPayloadType(payloadType: string): void {
  if (payloadType === STATEMENT_PAYLOAD_TYPE) return;
  throw new SafeInstallError({
    code: 'statement.payload-type',
    message: `the envelope holds ${printable(JSON.stringify(payloadType), 80)}, not an in-toto statement`,
  });
}
