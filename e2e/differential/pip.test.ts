import { PIP_GROUPS } from './groups.ts';
import { playSideBySide } from './side-by-side.ts';

playSideBySide(PIP_GROUPS, { pip: 3, system: 1 });
