import { UV_GROUPS } from './groups.ts';
import { playSideBySide } from './side-by-side.ts';

playSideBySide(UV_GROUPS, { uv: 3 });
