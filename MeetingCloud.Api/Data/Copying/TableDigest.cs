using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MeetingCloud.Api.Data.Copying;

/// <summary>SHA-256 over the values of a table, row by row; the same for the same rows, whichever database they are in.</summary>
internal sealed class TableDigest : IDisposable
{
    private const byte Absent = 0;
    private const byte Text = 1;
    private const byte Number = 2;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[9];

    public long Rows { get; private set; }

    public void Add(ReadOnlySpan<object?> row)
    {
        Rows++;
        foreach (var value in row)
        {
            switch (value)
            {
                case null:
                    Head(Absent, 0);
                    break;
                case string text:
                    var bytes = Encoding.UTF8.GetBytes(text);
                    Head(Text, bytes.Length);
                    _hash.AppendData(bytes);
                    break;
                case bool flag:
                    Head(Number, flag ? 1 : 0);
                    break;
                case int number:
                    Head(Number, number);
                    break;
                case long number:
                    Head(Number, number);
                    break;
                default:
                    throw new NotSupportedException($"Values of the type {value.GetType()} are not copied yet.");
            }
        }
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    // Kind and length in front of each value: no two rows run together to the same bytes.
    private void Head(byte kind, long value)
    {
        _head[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(_head.AsSpan(1), value);
        _hash.AppendData(_head);
    }
}
