package dev.roadstead.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePatchTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private record Case(String from, String to, String patch) {}

    @Test
    void holdsWhatDiffersAndNoMore() throws Exception {
        List<Case> table = List.of(
                new Case("{}", "{}", "{}"),
                new Case("{'a':1,'b':{'c':[1]}}", "{'a':1,'b':{'c':[1]}}", "{}"),
                new Case("{}", "{'a':1}", "{'a':1}"),
                new Case("{'a':1}", "{'a':2}", "{'a':2}"),
                new Case("{'a':1,'b':2}", "{'b':2}", "{'a':null}"),
                new Case("{'a':{'b':1,'c':2}}", "{'a':{'b':1,'c':3}}", "{'a':{'c':3}}"),
                new Case("{'a':{'b':1}}", "{'a':{}}", "{'a':{'b':null}}"),
                new Case("{'a':{'b':1}}", "{'a':[1]}", "{'a':[1]}"),
                new Case("{'a':[1,2,3]}", "{'a':[1,3]}", "{'a':[1,3]}"),
                new Case("{'a':'x'}", "{'a':{'b':1}}", "{'a':{'b':1}}"));
        for (Case row : table) {
            assertThat(MergePatch.between(json(row.from()), json(row.to())))
                    .as("%s", row)
                    .isEqualTo(json(row.patch()));
        }
    }

    @Test
    void whatWasNeverThereIsAllNew() throws Exception {
        JsonNode missing = json("{}").path("status");

        assertThat(MergePatch.between(missing, json("{'a':{'b':1}}"))).isEqualTo(json("{'a':{'b':1}}"));
    }

    private static JsonNode json(String text) throws Exception {
        return MAPPER.readTree(text.replace('\'', '"'));
    }
}
