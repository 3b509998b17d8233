using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using KeepaliveConsole.Engine;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>
/// The templates of all sentences that a program can say, read from its code: how the compiler puts an interpolated string together is always the same,
/// so that none escapes, however it is written in the source.
/// </summary>
internal static class SentenceTemplates
{
    private static readonly OpCode[] s_codes = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)];
    private static readonly Dictionary<int, OpCode> s_byValue = s_codes.ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>All templates that have words; a place alone is the same in every language.</summary>
    public static IEnumerable<string> Of(Assembly program)
    {
        using var file = new PEReader(File.OpenRead(program.Location));
        MetadataReader reader = file.GetMetadataReader();
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            int address = reader.GetMethodDefinition(handle).RelativeVirtualAddress;
            bool isOfSentence = NameOf(reader, reader.GetMethodDefinition(handle).GetDeclaringType()) == nameof(Sentence);
            if (address != 0 && !isOfSentence) Read(file.GetMethodBody(address).GetILReader(), reader, found);
        }

        return found;
    }

    private static void Read(BlobReader code, MetadataReader reader, HashSet<string> found)
    {
        // Of a sentence within a sentence the outer one is not ready yet.
        var open = new Stack<Template>();
        var numbers = new List<int>();
        string? words = null;
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xFE) value = 0xFE00 | code.ReadByte();
            OpCode operation = s_byValue[value];
            if (operation.OperandType is OperandType.InlineMethod)
            {
                switch (Called(reader, MetadataTokens.EntityHandle(code.ReadInt32())))
                {
                    case ".ctor":
                        open.Push(new Template(Length: numbers[^2], Places: numbers[^1]));
                        break;
                    case nameof(Sentence.AppendLiteral):
                        open.Peek().Add(words!);
                        break;
                    case nameof(Sentence.AppendFormatted):
                        open.Peek().AddPlace();
                        break;
                }

                if (open.TryPeek(out Template? last) && last.IsComplete && open.Pop().Text is { } text) found.Add(text);
            }
            else if (operation == OpCodes.Ldstr)
            {
                words = reader.GetUserString(MetadataTokens.UserStringHandle(code.ReadInt32() & 0xFFFFFF));
            }
            else if (Number(operation, ref code) is { } number)
            {
                numbers.Add(number);
            }
        }

        Assert.Empty(open);
    }

    /// <summary>Reads the operand; the number where the operation puts one on the stack.</summary>
    private static int? Number(OpCode operation, ref BlobReader code)
    {
        if (operation.Value >= OpCodes.Ldc_I4_0.Value && operation.Value <= OpCodes.Ldc_I4_8.Value) return operation.Value - OpCodes.Ldc_I4_0.Value;
        if (operation == OpCodes.Ldc_I4_S) return code.ReadSByte();
        if (operation == OpCodes.Ldc_I4) return code.ReadInt32();
        int size = operation.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => code.ReadInt32() * 4,
            _ => 4,
        };
        code.Offset += size;
        return null;
    }

    /// <summary>The member of a sentence that is called; null = another type's.</summary>
    private static string? Called(MetadataReader reader, EntityHandle method)
    {
        if (method.Kind == HandleKind.MethodSpecification) method = reader.GetMethodSpecification((MethodSpecificationHandle)method).Method;
        (EntityHandle type, StringHandle name) = method.Kind == HandleKind.MethodDefinition
            ? (reader.GetMethodDefinition((MethodDefinitionHandle)method).GetDeclaringType(), reader.GetMethodDefinition((MethodDefinitionHandle)method).Name)
            : (reader.GetMemberReference((MemberReferenceHandle)method).Parent, reader.GetMemberReference((MemberReferenceHandle)method).Name);
        return NameOf(reader, type) == nameof(Sentence) ? reader.GetString(name) : null;
    }

    private static string? NameOf(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => reader.GetString(reader.GetTypeDefinition((TypeDefinitionHandle)type).Name),
        HandleKind.TypeReference => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name),
        _ => null,
    };

    private sealed record Template(int Length, int Places)
    {
        private readonly StringBuilder _text = new();
        private int _length;
        private int _places;

        public bool IsComplete => _length == Length && _places == Places;

        public string? Text => _length > 0 ? _text.ToString() : null;

        public void Add(string words)
        {
            _length += words.Length;
            _text.Append(words.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }

        public void AddPlace() => _text.Append('{').Append(_places++).Append('}');
    }
}
