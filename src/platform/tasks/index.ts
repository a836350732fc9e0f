export { keepingAlive } from './keeping-alive.js';
export { ANSWERED_LATER, Task, TaskFailure, type TaskContext } from './task.js';
export { TaskRegistry, type FoundTask } from './task-registry.js';
export { TasksModule } from './tasks.module.js';
