package dev.roadstead.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class QrCodesTest {
    private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");
    private static final int SCALE = 4;

    /** As a reader that is not ours sees the image. */
    @Test
    void aReaderReadsTheText() throws Exception {
        String text =
                "otpauth://totp/Roadstead:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Roadstead";
        String svg = QrCodes.svg(text);
        var image = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        int side = Integer.parseInt(image.getAttribute("viewBox").split(" ", -1)[2]);
        int width = side * SCALE;
        int[] pixels = new int[width * width];
        Arrays.fill(pixels, 0xffffff);
        Matcher module = MODULE.matcher(svg);
        while (module.find()) {
            int left = Integer.parseInt(module.group(1)) * SCALE;
            int top = Integer.parseInt(module.group(2)) * SCALE;
            for (int y = top; y < top + SCALE; y++) {
                Arrays.fill(pixels, y * width + left, y * width + left + SCALE, 0);
            }
        }
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, width, pixels)));
        assertThat(new QRCodeReader().decode(bitmap).getText()).isEqualTo(text);
    }
}
