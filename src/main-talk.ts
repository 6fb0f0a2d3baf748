import { mountInTalk } from './talk/mount.ts'

mountInTalk()
