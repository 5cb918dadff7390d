package dev.roadstead.apiserver.store.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.SslMode;
import org.junit.jupiter.api.Test;

class PgStoreConfigTest {
    @Test
    void aFullUrlIsRead() {
        PgStoreConfig config =
                PgStoreConfig.parse("postgresql://fleet:s%40cret+x@db.example.com:6543/boats?sslmode=verify-full");

        assertThat(config.host()).isEqualTo("db.example.com");
        assertThat(config.port()).isEqualTo(6543);
        assertThat(config.database()).isEqualTo("boats");
        assertThat(config.user()).isEqualTo("fleet");
        assertThat(config.password()).isEqualTo("s@cret+x");
        assertThat(config.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    }

    @Test
    void portAndSslModeHaveDefaults() {
        PgStoreConfig config = PgStoreConfig.parse("postgres://me@[::1]/db");

        assertThat(config.host()).isEqualTo("::1");
        assertThat(config.port()).isEqualTo(5432);
        assertThat(config.sslMode()).isEqualTo(SslMode.PREFER);
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(PgStoreConfig.parse("postgresql://me:secret@host/db").toString())
                .isEqualTo("postgresql://me@host:5432/db");
    }

    @Test
    void anythingElseIsRefusedWithoutShowingIt() {
        for (String url : new String[] {
            "",
            "mysql://me:secret@host/db",
            "postgresql://host/db",
            "postgresql://me:secret@host",
            "postgresql://me:se cret@h/d"
        }) {
            assertThatThrownBy(() -> PgStoreConfig.parse(url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("postgresql://user:password@host:port/database")
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> PgStoreConfig.parse("postgresql://me@h/d?sslmode=yes"))
                .hasMessageContaining("unknown sslmode yes");
    }
}
