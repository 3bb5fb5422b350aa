using System.Globalization;
using System.Text;
using QRCoder;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>A text as a QR code (ISO/IEC 18004) with the margin of four modules that readers need.</summary>
internal static class QrImage
{
    private const int PixelsPerModule = 16;

    /// <summary>The dark modules as the path of an SVG, one unit each, and the width of the whole.</summary>
    public static (string Path, int Size) Path(string text)
    {
        using var code = Create(text);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                var start = x;
                while (x < rows[y].Count && rows[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return (path.ToString(), rows.Count);
    }

    /// <summary>The picture itself as an address (RFC 2397).</summary>
    public static string PngAddress(string text)
    {
        using var code = Create(text);
        using var png = new PngByteQRCode(code);
        return "data:image/png;base64," + Convert.ToBase64String(png.GetGraphic(PixelsPerModule));
    }

    private static QRCodeData Create(string text) => QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
}
