using System.Buffers.Binary;

namespace MeetingCloud.Tests.Observability.Otlp;

/// <summary>The fields of a protobuf message, unparsed: enough to find what is named in OTLP without its generated code.</summary>
internal static class ProtobufMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    /// <summary>Fields in their order. Numbers come in <c>Number</c>, all else in <c>Bytes</c>.</summary>
    public static IEnumerable<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = ReadVarint(ref message);
            var field = (int)(tag >> 3);
            switch ((int)(tag & 7))
            {
                case Varint:
                    yield return (field, ReadVarint(ref message), default);
                    break;
                case Fixed64:
                    yield return (field, BinaryPrimitives.ReadUInt64LittleEndian(message.Span), default);
                    message = message[8..];
                    break;
                case Fixed32:
                    yield return (field, BinaryPrimitives.ReadUInt32LittleEndian(message.Span), default);
                    message = message[4..];
                    break;
                case Delimited:
                    var length = (int)ReadVarint(ref message);
                    yield return (field, 0, message[..length]);
                    message = message[length..];
                    break;
                default:
                    throw new FormatException($"Wire type {tag & 7} is not known.");
            }
        }
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }
    }
}
