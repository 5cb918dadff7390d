package dev.roadstead.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.registry.ClaimedValues.Holder;
import dev.roadstead.apiserver.store.ObjectKey;
import org.junit.jupiter.api.Test;

class ClaimedValuesTest {
    private final ClaimedValues values = new ClaimedValues();

    @Test
    void theOldestOfTheOthersIsFirst() {
        Holder old = put(1, "a/old", "shop.example.com");
        put(2, "b/young", "shop.example.com");

        assertThat(values.first(holder(3, "c/new", "shop.example.com"))).isEqualTo(old);
        assertThat(values.first(old)).extracting(Holder::key).isEqualTo(key("b/young"));
        assertThat(values.first(holder(3, "c/new", "other.example.com"))).isNull();
    }

    @Test
    void aWildcardCoversOneLabelAndIsCoveredByNone() {
        Holder all = put(1, "a/all", "*.example.com");

        assertThat(values.first(holder(2, "b/one", "shop.example.com"))).isEqualTo(all);
        assertThat(values.first(holder(2, "b/two", "a.shop.example.com"))).isNull();
        assertThat(values.first(holder(2, "b/none", "example.com"))).isNull();
        assertThat(values.first(holder(2, "b/wild", "*.shop.example.com"))).isNull();
        assertThat(values.first(holder(2, "b/all", "*.example.com"))).isEqualTo(all);
        assertThat(values.first(holder(2, "b/text", "shop"))).isNull();
        assertThat(values.first(holder(2, "b/dot", ".example.com"))).isNull();
    }

    @Test
    void ofTwoThatAreEquallyOldTheOneThatIsCoveredWasThereFirst() {
        put(1, "a/all", "*.example.com");
        Holder shop = put(1, "b/shop", "shop.example.com");

        assertThat(values.first(holder(2, "c/new", "shop.example.com"))).isEqualTo(shop);
    }

    @Test
    void anOlderWildcardDisplacesWhatItCoversInOtherNamespaces() {
        put(2, "a/own", "own.example.com");
        Holder shop = put(3, "b/shop", "shop.example.com");
        put(3, "b/deep", "a.shop.example.com");

        assertThat(values.displaced(holder(1, "a/old", "*.example.com"))).isEqualTo(shop);
        assertThat(values.displaced(holder(3, "a/equal", "*.example.com"))).isNull();
        assertThat(values.displaced(holder(4, "a/young", "*.example.com"))).isNull();
        assertThat(values.displaced(holder(1, "a/old", "shop.example.com"))).isNull();
    }

    @Test
    void whatIsPutAgainOrRemovedIsForgottenAsItWas() {
        put(1, "a/all", "*.example.com");
        put(1, "a/all", "");
        assertThat(values.first(holder(2, "b/shop", "shop.example.com"))).isNull();

        put(2, "b/shop", "shop.example.com");
        put(2, "b/shop", "other.example.com");
        assertThat(values.displaced(holder(1, "a/old", "*.example.com")))
                .extracting(Holder::value)
                .isEqualTo("other.example.com");
        values.remove(key("b/shop"));
        values.remove(key("b/shop"));
        assertThat(values.displaced(holder(1, "a/old", "*.example.com"))).isNull();
        put(2, "b/shop", "shop.example.com");
        values.clear();
        assertThat(values.first(holder(3, "c/shop", "shop.example.com"))).isNull();
    }

    private Holder put(int second, String key, String value) {
        Holder holder = holder(second, key, value);
        values.put(holder);
        return holder;
    }

    private static Holder holder(int second, String key, String value) {
        return new Holder("2026-01-01T00:00:0" + second + "Z", key(key), value);
    }

    private static ObjectKey key(String key) {
        String[] parts = key.split("/", 2);
        return new ObjectKey("sites.test.dev", parts[0], parts[1]);
    }
}
