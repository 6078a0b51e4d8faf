/** Bytes of a policy file, or of a `pyproject.toml` with a policy in it; an honest one has some kilobytes. */
export const MAX_POLICY_BYTES = 1024 * 1024;
