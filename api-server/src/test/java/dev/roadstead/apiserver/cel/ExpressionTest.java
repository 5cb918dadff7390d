package dev.roadstead.apiserver.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.cel.Expression.BadExpressionException;
import dev.roadstead.apiserver.cel.Expression.EvaluationException;
import dev.roadstead.apiserver.cel.Expression.Result;
import dev.roadstead.apiserver.cel.ValueType.Kind;
import dev.roadstead.apiserver.cel.ValueType.Limit;
import dev.roadstead.apiserver.schema.TestKinds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ExpressionTest {
    private static final ValueType ITEM = new ValueType.ObjectOf(
            "item", Map.of("name", ValueType.of(Kind.STRING), "weight", ValueType.of(Kind.NUMBER)));
    private static final ValueType SELF = new ValueType.ObjectOf(
            "self",
            Map.of(
                    "n", ValueType.of(Kind.INTEGER),
                    "text", ValueType.of(Kind.STRING),
                    "any", ValueType.ANY,
                    "when", ValueType.of(Kind.TIMESTAMP),
                    "wait", ValueType.of(Kind.DURATION),
                    "bytes", ValueType.of(Kind.BYTES),
                    "items", new ValueType.ListOf(ITEM, Limit.OF_REQUEST),
                    "labels", new ValueType.MapOf(ValueType.of(Kind.STRING), Limit.OF_REQUEST),
                    "x-dash.dot/slash", ValueType.of(Kind.INTEGER),
                    "namespace", new ValueType.Scalar(Kind.STRING, true, Limit.OF_REQUEST)));
    private static final JsonNode VALUE = TestKinds.tree("""
            n: 3
            text: some text, some more
            any: {deep: [1, 2.5, a]}
            when: 2026-11-21T10:00:00Z
            wait: 1h30m
            bytes: aGVsbG8=
            items: [{name: a, weight: 1}, {name: b, weight: 2.5}]
            labels: {example.com/a: x, b__c: y}
            x-dash.dot/slash: 7
            namespace: null
            """);

    @TestFactory
    Stream<DynamicTest> holds() {
        return each(
                List.of(
                        "self.n == 3 && self.n > 2.5",
                        "self.items.all(i, i.weight >= 1.0 && i.name != '')",
                        "self.items.exists_one(i, i.name == 'b')",
                        "self.items.map(i, i.weight).sum() == 3.5",
                        "self.items.map(i, i.name).isSorted()",
                        "[3, 1, 2].max() == 3 && [3, 1, 2].min() == 1 && [1, 2, 1].lastIndexOf(1) == 2",
                        "self.any.deep[0] == 1 && self.any.deep[2] == 'a'",
                        "has(self.labels) && 'example.com/a' in self.labels && self.labels['b__c'] == 'y'",
                        "self.x__dash__dash__dot__dot__slash__slash == 7",
                        "self.__namespace__ == null",
                        "self.when > timestamp('2020-01-01T00:00:00Z') && self.when.getFullYear() == 2026",
                        "self.wait == duration('90m')",
                        "self.bytes == b'hello'",
                        "self.text.contains('more') && self.text.startsWith('some') && self.text.matches('^some.*')",
                        "self.text.find('[a-z]+,') == 'text,' && self.text.findAll('some').size() == 2",
                        "self.text.split(', ')[1] == 'some more' && 'a,b,c'.split(',', 2) == ['a', 'b,c']",
                        "'abab'.replace('a', 'c') == 'cbcb' && 'abab'.replace('a', 'c', 1) == 'cbab' && 'ab'.replace('', '-') == '-a-b-'",
                        "['a', 'b'].join('-') == 'a-b' && 'abc'.indexOf('c') == 2 && 'abca'.lastIndexOf('a') == 3",
                        "' A '.trim().lowerAscii() == 'a' && 'abc'.substring(1) == 'bc' && 'abc'.charAt(1) == 'b'",
                        "'%s has %d, %.1f'.format([self.items[0].name, self.n, 2.57]) == 'a has 3, 2.6'",
                        "'%s|%s|%x'.format([['a', 1], 1.0, 255]) == '[a, 1]|1|ff'",
                        "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('500m').add(quantity('0.5')) == quantity('1')",
                        "isQuantity('1k') && !isQuantity('1x') && quantity('2k').asInteger() == 2000 && quantity('-1').sign() == -1",
                        "url('https://a.example:8080/p%20q?x=1&x=2').getHost() == 'a.example:8080'",
                        "url('https://[::1]/a').getHostname() == '::1' && url('/a?b=c').getQuery()['b'] == ['c'] && !isURL('a b')",
                        "ip('10.0.0.1').family() == 4 && ip('::1').isLoopback() && isIP('1.2.3.4') && !isIP('1.2.3') && !isIP('localhost')",
                        "ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1') && string(ip('2001:0db8:0:0::1')) == '2001:db8::1'",
                        "cidr('10.0.0.0/8').containsIP('10.2.3.4') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))",
                        "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')",
                        "sets.contains([1, 2, 3], [2]) && self.?text.hasValue() && self.?__namespace__.hasValue()",
                        "self == self && self.items == self.items && self.labels.size() == 2",
                        "type(self.n) == int && string(self.n) == '3'"),
                source -> {
                    assertThat(evaluate(source)).isEqualTo(true);
                });
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatDoesNotCompile() {
        return each(
                List.of(
                        "self.unknown == 1",
                        "self.n == 'a'",
                        "self.n +",
                        "self.n",
                        "self.labels.foo.bar == ''",
                        "nothing == 1",
                        "self.items[0].nome == ''"),
                source -> {
                    assertThatThrownBy(() -> compile(source))
                            .isInstanceOf(BadExpressionException.class)
                            .hasMessageMatching("(?s)\\d+:-?\\d+: .+");
                });
    }

    @TestFactory
    Stream<DynamicTest> cannotTellOfSomeValues() {
        return each(
                List.of(
                        "self.labels['missing'] == ''",
                        "self.items[5].name == ''",
                        "self.n / 0 == 1",
                        "self.any.deep == 1 || self.any.nothing == 1",
                        "ip('nonsense').isLoopback()",
                        "[1].map(x, 'a').sum() == 'a'",
                        "duration(self.text) == self.wait"),
                source -> {
                    assertThatThrownBy(() -> evaluate(source)).isInstanceOf(EvaluationException.class);
                });
    }

    @Test
    void knowsWhetherAVariableIsUsed() {
        Expression expression = Expression.compile(
                "self == old.orValue(1) && [1].all(self2, self2 == 1)",
                Map.of(
                        "self",
                        ValueType.of(Kind.INTEGER),
                        "old",
                        new ValueType.OptionalOf(ValueType.of(Kind.INTEGER)),
                        "other",
                        ValueType.ANY),
                Result.BOOLEAN);

        assertThat(expression.uses("old")).isTrue();
        assertThat(expression.uses("other")).isFalse();
        assertThat(expression.evaluate(Map.of("self", JsonNodeFactory.instance.numberNode(1L)), new Budget()))
                .isEqualTo(true);
    }

    /** Each would run for minutes or exhaust the memory, were it not broken off. */
    @TestFactory
    Stream<DynamicTest> isBrokenOffWhenItTakesTooMuch() {
        return each(
                List.of(
                        "self.l.all(a, self.l.all(b, self.l.all(c, a + b + c > -1)))",
                        "self.l.map(a, self.big + self.big).size() > 0",
                        "self.l.all(a, self.big.size() > 0)",
                        "self.l.all(a, self.l == self.l)",
                        "self.big.contains(self.half + 'b')",
                        "self.big.replace('a', self.big).size() > 0",
                        "self.l.map(a, 'x').join(self.big).size() > 0",
                        "self.big.matches('(a*)*(a*)*(a*)*b{900}')",
                        "self.l.map(a, self.l).all(m, self.l.all(x, m == m))",
                        "[self.l.map(a, [a])].all(m, self.l.all(x, m == m))",
                        "'%s'.format([self.l.map(a, self.big)]).size() > 0"),
                source -> {
                    ObjectNode value = JsonNodeFactory.instance.objectNode();
                    value.put("big", "a".repeat(1_000_000)).put("half", "a".repeat(500_000));
                    for (long i = 0; i < 20_000; i++) {
                        value.withArray("l").add(i);
                    }
                    ValueType type = new ValueType.ObjectOf(
                            "hostile",
                            Map.of(
                                    "big",
                                    ValueType.of(Kind.STRING),
                                    "half",
                                    ValueType.of(Kind.STRING),
                                    "l",
                                    new ValueType.ListOf(ValueType.of(Kind.INTEGER), Limit.OF_REQUEST)));
                    Expression expression = Expression.compile(source, Map.of("self", type), Result.BOOLEAN);

                    long began = System.nanoTime();
                    assertThatThrownBy(() -> expression.evaluate(Map.of("self", value), new Budget()))
                            .isInstanceOf(EvaluationException.class);
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
                });
    }

    @Test
    void oneBudgetHoldsForManyExpressions() {
        Expression expression = compile("self.items.all(i, i.name.size() < 10)");
        Budget budget = new Budget();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        expression.evaluate(Map.of("self", VALUE), budget);
                    }
                })
                .isInstanceOf(EvaluationException.class);
        assertThat(budget.isSpent()).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> whatComparesAllWithAllEndsInTime() {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 12_000; i++) {
            names.add("name" + i);
        }
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.set("any", names);
        return each(
                List.of(
                        "sets.contains(self.any, self.any)",
                        "sets.contains(self.any.map(i, i), self.any.map(i, i))",
                        "!sets.intersects(self.any.map(i, i), self.any.map(i, i + 'x'))",
                        "sets.equivalent(self.any.map(i, i), self.any.map(i, i))"),
                source -> {
                    Expression expression = compile(source);
                    assertTimeout(Duration.ofSeconds(5), () -> {
                        try {
                            expression.evaluate(Map.of("self", value), new Budget());
                        } catch (EvaluationException refused) {
                            assertThat(refused).hasMessageContaining("work");
                        }
                    });
                });
    }

    private static Stream<DynamicTest> each(List<String> sources, Consumer<String> test) {
        return sources.stream().map(source -> DynamicTest.dynamicTest(source, () -> test.accept(source)));
    }

    private static Expression compile(String source) {
        return Expression.compile(source, Map.of("self", SELF), Result.BOOLEAN);
    }

    private static Object evaluate(String source) {
        return compile(source).evaluate(new HashMap<>(Map.of("self", VALUE)), new Budget());
    }
}
