import { expect, test } from 'vitest';
import { flowOf } from '../../src/golang/flow.ts';
import { declarationOf, worldOf } from '../helpers/world.ts';

const NESTED = `package a

func f(rows [][]int) {
	for _, row := range rows {
		before()
		for range row {
			inside()
		}
		after()
	}
}
func before() {}
func inside() {}
func after()  {}
`;

test('a loop in a loop holds what its own rounds evaluate, not those of the loop around it', async () => {
  const flow = flowOf(declarationOf(await worldOf({ 'a.go': NESTED }), 'f'));
  const texts = flow.loops.map(loop =>
    [...loop.points].map(point => point.node?.text).filter(text => text?.endsWith('()')),
  );
  expect(texts.map(each => each.sort())).toEqual(
    expect.arrayContaining([['inside()'], ['after()', 'before()', 'inside()']]),
  );
});
