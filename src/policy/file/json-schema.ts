import { z } from 'zod';
import { policySchema } from './schema.ts';

/** The shape of a policy file as JSON Schema, for editors; `policies/schema.json` is this. */
export const policyJsonSchema = (): object => ({
  ...z.toJSONSchema(policySchema, { target: 'draft-7', unrepresentable: 'any', io: 'input' }),
  title: 'safe-install policy',
});
