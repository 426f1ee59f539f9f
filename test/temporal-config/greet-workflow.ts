import { proxyActivities } from '@temporalio/workflow';

const { greet } = proxyActivities<{ greet(name: string): Promise<string> }>({ startToCloseTimeout: '10s' });

export async function greetTwice(name: string): Promise<string> {
  const first = await greet(name);
  return `${first} ${await greet(name)}`;
}
