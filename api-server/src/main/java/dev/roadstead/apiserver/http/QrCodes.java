package dev.roadstead.apiserver.http;

import io.nayuki.qrcodegen.QrCode;

/** Texts as QR codes that a browser shows. Pure. */
final class QrCodes {
    /** Light modules around it that readers need (ISO/IEC 18004). */
    private static final int MARGIN = 4;

    private QrCodes() {}

    /**
     * An SVG image, one unit for each module, dark on light whatever the page's colours are.
     *
     * @param text at most 2,000 characters
     */
    static String svg(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int side = code.size + 2 * MARGIN;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + MARGIN)
                            .append(' ')
                            .append(y + MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %1$d\" shape-rendering=\"crispEdges\">"
                        .formatted(side)
                + "<path fill=\"#fff\" d=\"M0 0h%1$dv%1$dH0z\"/>".formatted(side)
                + "<path fill=\"#000\" d=\"" + path + "\"/></svg>";
    }
}
